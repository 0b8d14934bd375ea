package io.adit.server.traffic;

import org.jspecify.annotations.Nullable;

/**
 * A connection inside a tunnel.
 *
 * @param number of the connection among those of the tunnel since a link came to it first
 * @param service the tunnel's name for it, empty only in a tunnel without services
 * @param source the operator's end; null: gone
 * @param destination the device's end; null: not there, or gone
 */
public record TrafficConnection(
    TunnelName tunnel,
    long number,
    String service,
    @Nullable Client source,
    @Nullable Client destination) {}
