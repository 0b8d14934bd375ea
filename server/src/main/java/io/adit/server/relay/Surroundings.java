package io.adit.server.relay;

import io.adit.server.tunnel.TunnelRegistry;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What all junctions of a relay share.
 *
 * @param nanoTime measures waits; never goes back
 */
record Surroundings(
    TunnelRegistry registry,
    RelayOptions options,
    InstantSource clock,
    LongSupplier nanoTime,
    Executor virtualThreads,
    Incidents incidents,
    RefusedHandshakes refusedHandshakes) {}
