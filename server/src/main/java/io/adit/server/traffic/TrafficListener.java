package io.adit.server.traffic;

import io.adit.wire.Side;
import org.jspecify.annotations.Nullable;

/** Hears what the data plane does; on event loops too, so it must not block or throw. */
public interface TrafficListener {

  /** A token was good, and is spent or bound to its client token now. */
  default void onTokenAccepted(TunnelName tunnel, Side side, Client client) {}

  /**
   * A handshake was refused.
   *
   * @param tunnel null: it is not known which is meant
   * @param side null: it is not known either
   */
  default void onRefused(
      @Nullable TunnelName tunnel, @Nullable Side side, Client client, Refused refused) {}

  default void onLinkOpened(TrafficLink link) {}

  /**
   * @param carried from and to the client, with all that frames add
   */
  default void onLinkEnded(TrafficLink link, Carried carried, String why) {}

  /** So many came from a link of this side, with their framing and without TLS's; told often. */
  default void onBytes(Side from, int bytes) {}

  /** A connection inside a tunnel was asked for. */
  default void onConnectionOpened(TrafficConnection connection) {}

  /**
   * @param carried what the applications sent
   */
  default void onConnectionEnded(TrafficConnection connection, Carried carried, String why) {}
}
