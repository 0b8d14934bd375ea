package io.adit.server.tunnel;

import io.adit.wire.Side;

/** Says who of those with a good token may connect. For any thread; may block. */
@FunctionalInterface
public interface ConnectGate {
  /** Everybody may. */
  ConnectGate OPEN = (tunnel, side, address) -> true;

  /**
   * Whether a side of a tunnel may be connected.
   *
   * @param address where the connection comes from
   */
  boolean admits(Tunnel tunnel, Side side, String address);
}
