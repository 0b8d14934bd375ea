package io.adit.server.splice;

import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tunnel's protocol state between its source link and its destination link. Each leg knows its
 * own dialect only; between them there is one model, in which a connection of a service is opened,
 * carries data, and is closed:
 *
 * <pre>
 *              opened by the source
 *      (none) ───────────────────────► held          no destination link is there
 *         │                             │  │
 *         │ destination link is there   │  │ the wait is over, the hold is full, the source
 *         │                             │  │ is gone: the source is told, nothing was sent
 *         ▼       destination attached  ▼  ▼
 *       open ◄──────────────────────────┘ (none)
 *         │
 *         │ closed by either side; its stream ended; either link gone or replaced;
 *         │ refused: the destination takes one at a time and has one
 *         ▼
 *      (none)    the other side is told, once
 * </pre>
 *
 * <p>What comes for a connection that is in neither state is dropped quietly: it was on its way
 * when the connection ended, or is the echo of a CONNECTION_RESET that was sent.
 *
 * <p>Not thread safe: one event loop owns a tunnel. There is no clock in it either; the owner tells
 * when a wait is over.
 */
public final class Splice {
  private final List<String> services;
  private final SpliceLimits limits;
  private final Troubles troubles;
  private final Hold hold;
  private @Nullable SourceLeg source;
  private @Nullable DestinationLeg destination;
  private long bytesFromSource;
  private long bytesFromDestination;

  /**
   * @param services the tunnel's services in order; empty for a tunnel that names none
   */
  public Splice(List<String> services, SpliceLimits limits) {
    this(services, limits, Troubles.UNHEARD);
  }

  /**
   * @param troubles hears why something that the source asked for did not come about
   */
  public Splice(List<String> services, SpliceLimits limits, Troubles troubles) {
    this.services = List.copyOf(services);
    this.limits = limits;
    this.troubles = troubles;
    this.hold = new Hold(limits.holdBytes());
  }

  /**
   * A link came for this side; one that was there is detached first. A link that waits for
   * SERVICE_IDS is sent them before anything else, and a destination then gets what was held for
   * it.
   */
  public Leg attach(Side side, Subprotocol subprotocol, Outbox outbox) {
    Leg former = side == Side.SOURCE ? source : destination;
    if (former != null) {
      former.detach();
    }
    if (subprotocol.announcesServices()) {
      outbox.send(new Message.ServiceIds(services));
    }
    return side == Side.SOURCE
        ? attachSource(subprotocol, outbox)
        : attachDestination(subprotocol, outbox);
  }

  /** Whether the source waits for a destination: the owner bounds that wait. */
  public boolean holdsForDestination() {
    return !hold.isEmpty();
  }

  /**
   * Whether the owner must stop reading the source; ask after each of its messages. It may read
   * again when a destination came, the wait was declared over, or another source came.
   */
  public boolean holdIsFull() {
    return hold.isFull();
  }

  /** What is held for a destination now. */
  public int heldBytes() {
    return hold.bytes();
  }

  /**
   * The wait for a destination is over: what was started meanwhile is reset, what was held is
   * dropped.
   */
  public void onDestinationWaitOver() {
    List<Connection> waiting = hold.connections();
    hold.clear();
    if (!waiting.isEmpty()) {
      troubles.on(
          Side.DESTINATION, "it did not come in time; connections of the source were reset");
    }
    waiting.forEach(this::resetAtSource);
  }

  /** Connections open at the source, held ones included. */
  public int openConnections() {
    return source == null ? 0 : source.openConnections();
  }

  /** Bytes of payload passed on from this side so far. */
  public long bytesFrom(Side side) {
    return side == Side.SOURCE ? bytesFromSource : bytesFromDestination;
  }

  List<String> services() {
    return services;
  }

  SpliceLimits limits() {
    return limits;
  }

  /** The service that a message means: one without a name means the only one. */
  String serviceOf(Message.OfStream message) {
    return message.serviceId().isEmpty() && services.size() == 1
        ? services.getFirst()
        : message.serviceId();
  }

  void onOpenedBySource(Connection connection) {
    boolean accepted = destination == null ? held(connection) : destination.open(connection);
    if (!accepted) {
      resetAtSource(connection);
    }
  }

  void onDataFromSource(Connection connection, ByteBuffer payload) {
    if (destination != null) {
      passToDestination(destination, connection, payload);
    } else if (!hold.data(connection, payload)) {
      hold.forget(connection);
      onHoldOverflow();
      resetAtSource(connection);
    }
  }

  void onClosedBySource(Connection connection) {
    if (destination != null) {
      destination.close(connection);
    } else {
      hold.close(connection);
    }
  }

  void onStreamEndedBySource(String service, List<Connection> connections) {
    if (destination != null) {
      destination.closeAll(service);
    } else {
      connections.forEach(hold::close);
    }
  }

  void onSourceGone() {
    source = null;
    hold.clear();
    if (destination != null) {
      destination.closeAll();
    }
  }

  void onDataFromDestination(Connection connection, ByteBuffer payload) {
    connection.onAnswer();
    if (source != null) {
      bytesFromDestination += payload.remaining();
      source.data(connection, payload);
    }
  }

  void onClosedByDestination(Connection connection) {
    if (!connection.isAnswered()) {
      troubles.on(
          Side.DESTINATION,
          "it ended a connection of "
              + nameOf(connection.service())
              + " without having sent anything; its application may not be reachable");
    }
    resetAtSource(connection);
  }

  /** These were open on the destination's link, which is gone. */
  void onDestinationGone(List<Connection> connections) {
    destination = null;
    connections.forEach(this::resetAtSource);
  }

  /** A connection that the source asked for is refused, or given up. */
  void onTrouble(Side side, String what) {
    troubles.on(side, what);
  }

  static String nameOf(String service) {
    return service.isEmpty() ? "the only service" : "service '" + service + "'";
  }

  private boolean held(Connection connection) {
    boolean held = hold.open(connection);
    if (!held) {
      onHoldOverflow();
    }
    return held;
  }

  private void onHoldOverflow() {
    troubles.on(
        Side.DESTINATION,
        "it is not there, and more than "
            + limits.holdBytes()
            + " bytes would have to be held for it; a connection of the source was reset");
  }

  private void resetAtSource(Connection connection) {
    if (source != null) {
      source.reset(connection);
    }
  }

  private void passToDestination(DestinationLeg to, Connection connection, ByteBuffer payload) {
    int bytes = payload.remaining();
    if (to.data(connection, payload)) {
      bytesFromSource += bytes;
    }
  }

  private Leg attachSource(Subprotocol subprotocol, Outbox outbox) {
    SourceLeg leg = new SourceLeg(this, subprotocol, outbox);
    source = leg;
    return leg;
  }

  private Leg attachDestination(Subprotocol subprotocol, Outbox outbox) {
    DestinationLeg leg = new DestinationLeg(this, subprotocol, outbox);
    destination = leg;
    for (Hold.Event event : hold.drain()) {
      switch (event) {
        case Hold.Event.Opened opened -> onOpenedBySource(opened.connection());
        case Hold.Event.Data data -> onDataFromSource(data.connection(), data.payload());
        case Hold.Event.Closed closed -> onClosedBySource(closed.connection());
      }
    }
    return leg;
  }
}
