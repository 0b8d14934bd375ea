package io.adit.peer;

import io.adit.peer.connection.Connection;
import io.adit.peer.connection.ConnectionId;
import io.adit.peer.connection.ConnectionTable;
import io.adit.peer.socket.DialException;
import io.adit.peer.socket.Dialer;
import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.Retries;
import io.adit.peer.socket.SocketStream;
import io.adit.wire.Message;
import io.adit.wire.ResetReason;
import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service of a destination on one link. */
final class DestinationService {
  private static final Logger log = LoggerFactory.getLogger(DestinationService.class);

  /** As many as Adit's relay lets a source have: more come from another, or from nobody good. */
  static final int MOST_CONNECTIONS = 1_024;

  private final String name;
  private final Supplier<Endpoint> endpoint;
  private final Dialer dialer;
  private final Retries retries;
  private final Serving serving;
  private final ConnectionTable connections = new ConnectionTable();

  /** Dials under way, also of connections that were reset meanwhile. */
  private int dialling;

  /**
   * @param endpoint asked before each connection is dialled
   */
  DestinationService(
      String name, Supplier<Endpoint> endpoint, Dialer dialer, Retries retries, Serving serving) {
    this.name = name;
    this.endpoint = endpoint;
    this.dialer = dialer;
    this.retries = retries;
    this.serving = serving;
  }

  void onMessage(Message.OfStream message) {
    switch (message) {
      case Message.Data data -> connections.onData(data);
      case Message.Delivered delivered -> connections.onDelivered(delivered);
      case Message.StreamStart start -> {
        // The source began anew, also where it counts its streams from 1 again.
        reset();
        open(ConnectionId.startedBy(start));
      }
      case Message.ConnectionStart start -> open(ConnectionId.startedBy(start));
      case Message.ConnectionReset reset -> connections.onConnectionReset(reset);
      case Message.StreamReset reset -> connections.closeStream(reset.streamId());
    }
  }

  /** Closes every connection; applications get what came for them. */
  Future<Void> reset() {
    return connections.closeAll();
  }

  private void open(ConnectionId id) {
    if (Math.max(connections.size(), dialling) >= MOST_CONNECTIONS) {
      refuse(id);
      return;
    }
    Endpoint to = endpoint.get();
    Connection connection =
        new Connection(
            id, serving.link(), serving.backPressure(), false, ended -> onLocalEnd(ended, to));
    connections.add(connection);
    dialling++;
    retries
        .run(() -> dial(to), connection::isAwaited, this::onTryFailed)
        .onComplete(_ -> dialling--)
        .onSuccess(socket -> onDialled(connection, to, socket))
        .onFailure(cause -> onDialFailed(connection, cause));
  }

  private void refuse(ConnectionId id) {
    String why = "the device has as many connections as it takes (" + MOST_CONNECTIONS + ")";
    log.debug("{} is refused: {}", id, why);
    serving.link().send(id.reset().because(new ResetReason(why)));
  }

  private Future<NetSocket> dial(Endpoint to) {
    if (!(to instanceof Endpoint.Refused)) {
      log.info("Attempting to establish tcp socket connection to: {}", to);
    }
    return dialer.dial(to);
  }

  private void onTryFailed(Throwable cause) {
    log.warn("{}; next attempt in {} ms", why(cause), serving.local().retry().delay().toMillis());
  }

  private static String why(Throwable cause) {
    return cause instanceof DialException dial ? dial.text() : cause.toString();
  }

  private void onDialled(Connection connection, Endpoint to, NetSocket socket) {
    SocketStream application =
        new SocketStream(
                socket,
                serving.local().limits().readBytes(),
                serving.local().limits().socketBytes())
            .lending();
    log.info("Setting up dest socket with tcp connection id {}", connection.id().connectionId());
    switch (to) {
      case Endpoint.Tcp tcp -> log.info("Connected to {}, port: {}", tcp.host(), tcp.port());
      case Endpoint.UnixSocket unix -> log.info("Connected to {}", unix.path());
      case Endpoint.Standard _, Endpoint.Refused _ -> log.info("Connected to {}", to);
    }
    connection.attach(application);
  }

  /** Only this connection suffers, except before V3, where a stream is a connection. */
  private void onDialFailed(Connection connection, Throwable cause) {
    String why = why(cause);
    log.error("{}: {}", name.isEmpty() ? "Destination" : "Service " + name, why);
    boolean awaited = connection.fail();
    connections.remove(connection);
    if (awaited) {
      // Else its number may be another connection's by now.
      serving.link().send(connection.id().reset().because(new ResetReason(why)));
    }
  }

  private void onLocalEnd(Connection connection, Endpoint from) {
    log.info("Disconnected from: {}", from);
    connections.remove(connection);
    serving.link().send(connection.id().reset());
  }
}
