package io.adit.server.relay;

import io.adit.server.diagnosis.Incident;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;

/** Hears what a relay does, to count it. Called on event loops: must return at once. */
public interface RelayListener {
  /** Nobody listens. */
  RelayListener NONE = new RelayListener() {};

  /** A handshake was answered, with 101 or as a refusal. */
  default void onHandshake(int status) {}

  default void onLinkOpened(Side side, Subprotocol subprotocol) {}

  default void onLinkGone(Side side, Subprotocol subprotocol) {}

  /** So many came from this side, with their framing and without TLS's. */
  default void onBytes(Side from, int bytes) {}

  /** The source asked for a connection. */
  default void onConnectionOpened() {}

  /** One that it asked for was not to be had. */
  default void onConnectionFailed(Incident.Kind why) {}
}
