package io.adit.server.traffic;

import io.adit.wire.Side;

/**
 * One side's connection to the relay.
 *
 * @param subprotocol as it is on the wire
 */
public record TrafficLink(TunnelName tunnel, Side side, Client client, String subprotocol) {}
