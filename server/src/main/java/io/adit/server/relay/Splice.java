package io.adit.server.relay;

import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.List;

/**
 * One tunnel's protocol state between its source link and its destination link.
 *
 * <p>Not thread safe: one event loop owns a tunnel. There is no clock in it either; the owner tells
 * when a wait is over.
 */
final class Splice {

  /**
   * @param services the tunnel's services in order; empty for a tunnel that names none
   */
  Splice(List<String> services, SpliceLimits limits) {
    throw new UnsupportedOperationException(services + " " + limits);
  }

  /**
   * A link came for this side; one that was there is detached first. A link that waits for
   * SERVICE_IDS is sent them before anything else, and a destination then gets what was held for
   * it.
   */
  Leg attach(Side side, Subprotocol subprotocol, Outbox outbox) {
    throw new UnsupportedOperationException(side + " " + subprotocol + " " + outbox);
  }

  /** Whether the source waits for a destination: the owner bounds that wait. */
  boolean holdsForDestination() {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether the owner must stop reading the source; ask after each of its messages. It may read
   * again when a destination came, the wait was declared over, or another source came.
   */
  boolean holdIsFull() {
    throw new UnsupportedOperationException();
  }

  /** What is held for a destination now. */
  int heldBytes() {
    throw new UnsupportedOperationException();
  }

  /**
   * The wait for a destination is over: what was started meanwhile is reset, what was held is
   * dropped.
   */
  void onDestinationWaitOver() {
    throw new UnsupportedOperationException();
  }

  /** Connections open in the tunnel, held ones included. */
  int openConnections() {
    throw new UnsupportedOperationException();
  }

  /** Bytes of payload passed on from this side so far. */
  long bytesFrom(Side side) {
    throw new UnsupportedOperationException(side.toString());
  }
}
