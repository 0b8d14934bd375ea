package io.adit.server.relay;

import io.adit.server.tunnel.TunnelRegistry;
import java.util.concurrent.Executor;

/** What all junctions of a relay share. */
record Surroundings(
    TunnelRegistry registry,
    RelayOptions options,
    Time time,
    Executor virtualThreads,
    Incidents incidents,
    RefusedHandshakes refusedHandshakes,
    RelayListener listener) {}
