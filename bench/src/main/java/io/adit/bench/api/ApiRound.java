package io.adit.bench.api;

import io.adit.bench.measure.Latencies;
import java.util.List;

/**
 * What came of many calls of one operation.
 *
 * @param serverMicros of processor time that the server spent on one
 * @param answers the bodies, in the order of the requests
 */
record ApiRound(double perSecond, double serverMicros, Latencies millis, List<String> answers) {}
