package io.adit.server.splice;

import io.adit.wire.Extensions;
import io.adit.wire.Message;
import io.adit.wire.ResetReason;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
  private static final ResetReason DEVICE_GONE =
      new ResetReason("the device's connection to the relay ended");

  private static final String CLOSED_BY_SOURCE = "the source closed it";
  private static final String CLOSED_BY_DESTINATION = "the destination closed it";
  private static final String SOURCE_GONE = "the source's link ended";
  private static final String DESTINATION_GONE = "the destination's link ended";

  private final List<String> services;
  private final SpliceLimits limits;
  private final SpliceListener listener;
  private final Hold hold;
  private @Nullable SourceLeg source;
  private @Nullable DestinationLeg destination;
  private long bytesFromSource;
  private long bytesFromDestination;
  private long connections;

  /**
   * @param services the tunnel's services in order; empty for a tunnel that names none
   */
  public Splice(List<String> services, SpliceLimits limits) {
    this(services, limits, SpliceListener.NONE);
  }

  /**
   * @param listener hears what becomes of the connections that the source asks for
   */
  public Splice(List<String> services, SpliceLimits limits, SpliceListener listener) {
    this.services = List.copyOf(services);
    this.limits = limits;
    this.listener = listener;
    this.hold = new Hold(limits.holdBytes());
  }

  /** A link came that carries AWS's protocol and nothing else. */
  public Leg attach(Side side, Subprotocol subprotocol, Outbox outbox) {
    return attach(side, subprotocol, Extensions.NONE, outbox);
  }

  /**
   * A link came for this side; one that was there is detached first. A link that waits for
   * SERVICE_IDS is sent them before anything else, and a destination then gets what was held for
   * it.
   *
   * @param extensions what is in force on this link; nothing else reaches it, or is read from it
   */
  public Leg attach(Side side, Subprotocol subprotocol, Extensions extensions, Outbox outbox) {
    Leg former = side == Side.SOURCE ? source : destination;
    if (former != null) {
      former.detach();
    }
    if (subprotocol.announcesServices()) {
      outbox.send(new Message.ServiceIds(services));
    }
    Outbox restricted =
        message -> {
          Message allowed = extensions.restrict(message);
          if (allowed != null) {
            outbox.send(allowed);
          }
        };
    return side == Side.SOURCE
        ? attachSource(subprotocol, extensions, restricted)
        : attachDestination(subprotocol, extensions, restricted);
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
    var services = new LinkedHashSet<String>();
    waiting.forEach(connection -> services.add(connection.service()));
    services.stream().map(Trouble::waitOver).forEach(listener::onTrouble);
    waiting.forEach(connection -> end(connection, Trouble.waitOver(connection.service())));
  }

  /** Connections open at the source, held ones included. */
  public int openConnections() {
    return serviceStates().stream().mapToInt(ServiceState::open).sum();
  }

  /** The open connections of each service that the source has started. */
  public List<ServiceState> serviceStates() {
    return source == null ? List.of() : source.serviceStates();
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

  /** A connection that the source asks for. */
  Connection newConnection(String service, int sourceStreamId, int sourceConnectionId) {
    connections++;
    return new Connection(connections, service, sourceStreamId, sourceConnectionId);
  }

  void onOpenedBySource(Connection connection) {
    listener.onOpened(connection.service(), connection.number());
    open(connection);
  }

  void onDataFromSource(Connection connection, ByteBuffer payload) {
    connection.countFromSource(payload.remaining());
    forward(connection, payload);
  }

  private void forward(Connection connection, ByteBuffer payload) {
    connection.onAsked();
    if (connection.isUnanswered()) {
      listener.onAsked(connection.service());
    }
    if (destination != null) {
      passToDestination(destination, connection, payload);
    } else if (!hold.data(connection, payload)) {
      hold.forget(connection);
      giveUp(connection, Trouble.holdFull(connection.service(), limits.holdBytes()));
    }
  }

  void onClosedBySource(Connection connection) {
    closeAtDestination(connection);
    listener.onEnded(connection.ended(CLOSED_BY_SOURCE));
  }

  private void closeAtDestination(Connection connection) {
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
    connections.forEach(connection -> listener.onEnded(connection.ended(CLOSED_BY_SOURCE)));
  }

  /** These were open on the source's link, which is gone. */
  void onSourceGone(List<Connection> connections) {
    connections.forEach(connection -> listener.onEnded(connection.ended(SOURCE_GONE)));
    source = null;
    hold.clear();
    if (destination != null) {
      destination.closeAll();
    }
  }

  void onDataFromDestination(Connection connection, ByteBuffer payload) {
    if (!connection.isAnswered()) {
      connection.onAnswer();
      listener.onAnswered(connection.service());
    }
    connection.countFromDestination(payload.remaining());
    if (source != null) {
      bytesFromDestination += payload.remaining();
      source.data(connection, payload);
    }
  }

  /** So many bytes of the destination have reached the source's application. */
  void onDeliveredBySource(Connection connection, long totalBytes) {
    connection.onSourceReports();
    if (destination != null) {
      destination.delivered(connection, totalBytes);
    }
  }

  /** So many bytes of the source have reached the destination's application. */
  void onDeliveredByDestination(Connection connection, long totalBytes) {
    if (source != null) {
      source.delivered(connection, totalBytes);
    }
  }

  /**
   * @param reason as the destination gave it
   */
  void onClosedByDestination(Connection connection, ResetReason reason) {
    String service = connection.service();
    if (!reason.isNone()) {
      giveUp(connection, Trouble.failed(service, reason));
    } else if (connection.isAnswered()) {
      end(connection, ResetReason.NONE, CLOSED_BY_DESTINATION);
    } else {
      giveUp(connection, Trouble.unanswered(service));
    }
  }

  /** These were open on the destination's link, which is gone. */
  void onDestinationGone(List<Connection> connections) {
    destination = null;
    connections.forEach(connection -> end(connection, DEVICE_GONE, DESTINATION_GONE));
  }

  /** What the source asked for was refused; it is told by its leg. */
  void onTrouble(Trouble trouble) {
    listener.onTrouble(trouble);
  }

  private void open(Connection connection) {
    Optional<Trouble> refusal =
        destination == null ? held(connection) : destination.open(connection);
    refusal.ifPresent(trouble -> giveUp(connection, trouble));
  }

  private Optional<Trouble> held(Connection connection) {
    return hold.open(connection)
        ? Optional.empty()
        : Optional.of(Trouble.holdFull(connection.service(), limits.holdBytes()));
  }

  private void giveUp(Connection connection, Trouble trouble) {
    listener.onTrouble(trouble);
    end(connection, trouble);
  }

  private void end(Connection connection, Trouble trouble) {
    end(connection, trouble.forSource(), trouble.side().mode() + ": " + trouble.what());
  }

  /** Tells the source, unless it has ended the connection itself meanwhile. */
  private void end(Connection connection, ResetReason reason, String why) {
    if (source != null && source.reset(connection, reason)) {
      listener.onEnded(connection.ended(why));
    }
  }

  private void passToDestination(DestinationLeg to, Connection connection, ByteBuffer payload) {
    int bytes = payload.remaining();
    if (to.data(connection, payload)) {
      bytesFromSource += bytes;
    }
  }

  private Leg attachSource(Subprotocol subprotocol, Extensions extensions, Outbox outbox) {
    SourceLeg leg = new SourceLeg(this, subprotocol, extensions, outbox);
    source = leg;
    return leg;
  }

  private Leg attachDestination(Subprotocol subprotocol, Extensions extensions, Outbox outbox) {
    DestinationLeg leg = new DestinationLeg(this, subprotocol, extensions, outbox);
    destination = leg;
    for (Hold.Event event : hold.drain()) {
      switch (event) {
        case Hold.Event.Opened opened -> open(opened.connection());
        case Hold.Event.Data data -> forward(data.connection(), data.payload());
        case Hold.Event.Closed closed -> closeAtDestination(closed.connection());
      }
    }
    return leg;
  }
}
