package io.adit.server.traffic;

import java.time.Duration;

/**
 * What was carried, and how long it took.
 *
 * @param bytesIn of a link: what its client sent; of a connection: what its source sent
 * @param bytesOut the other way
 */
public record Carried(long bytesIn, long bytesOut, Duration took) {}
