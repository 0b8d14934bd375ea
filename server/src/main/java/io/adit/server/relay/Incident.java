package io.adit.server.relay;

import io.adit.wire.Side;
import java.time.Instant;

/**
 * Something that went wrong on one side of a tunnel.
 *
 * @param what in words for the operator, without secrets
 */
public record Incident(Instant at, Side side, String what) {}
