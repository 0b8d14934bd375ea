package io.adit.peer;

import io.adit.peer.connection.Connection;
import io.adit.peer.connection.ConnectionId;
import io.adit.peer.connection.ConnectionTable;
import io.adit.peer.socket.ByteStream;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Dialect;
import io.adit.wire.Message;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service of a source on one link: numbers its streams and connections, and starts them.
 *
 * <p>Before V3 a stream is a connection; whoever comes while one is open waits for its end.
 */
final class SourceService {
  private static final Logger log = LoggerFactory.getLogger(SourceService.class);

  /** As many may wait as the official client's listener would keep. */
  private static final int MAX_WAITING = 128;

  private final String name;
  private final Dialect dialect;
  private final Endpoint endpoint;
  private final Serving serving;
  private final ConnectionTable connections = new ConnectionTable();
  private final Queue<ByteStream> waiting = new ArrayDeque<>();

  private boolean streaming;
  private int streamId;
  private int connectionId;

  SourceService(String name, Dialect dialect, Endpoint endpoint, Serving serving) {
    this.name = name;
    this.dialect = dialect;
    this.endpoint = endpoint;
    this.serving = serving;
  }

  /** An application connected; it is paused. */
  void onAccepted(ByteStream application) {
    int maxActive = serving.local().maxActive();
    if (dialect.namesConnections() && connections.size() >= maxActive) {
      log.warn(
          "{} is turned away: {} connections are open, as many as the settings allow",
          application.remote(),
          maxActive);
      application.end();
    } else if (dialect.namesConnections() || connections.isEmpty()) {
      start(application);
    } else if (waiting.size() < MAX_WAITING) {
      log.info(
          "{} waits: protocol {} carries one connection at a time", application.remote(), dialect);
      waiting.add(application);
    } else {
      log.warn("{} is turned away: {} wait already", application.remote(), MAX_WAITING);
      application.end();
    }
  }

  void onMessage(Message.OfStream message) {
    if (message instanceof Message.Reset reset && !reset.reason().isNone()) {
      log.warn("{}: {}", name.isEmpty() ? "Source" : name, reset.reason().text());
    }
    switch (message) {
      case Message.Data data -> connections.onData(data);
      case Message.Delivered delivered -> connections.onDelivered(delivered);
      case Message.ConnectionReset reset -> connections.onConnectionReset(reset);
      case Message.StreamReset reset -> {
        if (reset.streamId() == streamId) {
          reset();
          startNext();
        }
      }
      case Message.StreamStart start -> log.debug("ignored {}: we are the source", start);
      case Message.ConnectionStart start -> log.debug("ignored {}: we are the source", start);
    }
  }

  /** Whether nobody is connected or waits. */
  boolean isIdle() {
    return connections.isEmpty() && waiting.isEmpty();
  }

  /** Closes every connection; the next one opens a new stream. */
  Future<Void> reset() {
    streaming = false;
    return connections.closeAll();
  }

  /** The link is gone. */
  Future<Void> close() {
    waiting.forEach(ByteStream::end);
    waiting.clear();
    return reset();
  }

  private void start(ByteStream application) {
    connectionId = connectionId == -1 ? 1 : connectionId + 1;
    log.info("creating tcp connection id {}", connectionId);
    switch (endpoint) {
      case Endpoint.Tcp tcp ->
          log.info("Accepted tcp connection on port {} from {}", tcp.port(), application.remote());
      case Endpoint.UnixSocket unix -> log.info("Accepted connection on {}", unix.path());
      case Endpoint.Standard _, Endpoint.Refused _ -> log.info("Connecting {}", endpoint);
    }
    // Before V3 the next connection waits for this one's end.
    boolean awaitsReplies = dialect.namesConnections();
    Connection connection =
        new Connection(
            nextId(),
            serving.link(),
            serving.backPressure(),
            awaitsReplies,
            ended -> onLocalEnd(ended, application));
    connections.add(connection);
    connection.attach(application);
  }

  /** Starts a stream or, inside one, a connection. */
  private ConnectionId nextId() {
    if (streaming) {
      ConnectionId id = ConnectionId.of(dialect, name, streamId, connectionId);
      log.info(
          " sending connection start for service id: {} connection id: {}", name, connectionId);
      serving.link().send(id.connectionStart());
      return id;
    }
    if (!dialect.namesConnections()) {
      log.info("Falling back to older protocol, setting new connection id to 0");
    }
    streaming = true;
    streamId = streamId == Integer.MAX_VALUE ? 1 : streamId + 1;
    ConnectionId id = ConnectionId.of(dialect, name, streamId, connectionId);
    serving.link().send(id.streamStart());
    return id;
  }

  private void onLocalEnd(Connection connection, ByteStream application) {
    log.info("Disconnected from: {}", application.remote());
    connections.remove(connection);
    serving.link().send(connection.id().reset());
    streaming = dialect.namesConnections();
    startNext();
  }

  private void startNext() {
    ByteStream next = connections.isEmpty() ? waiting.poll() : null;
    if (next != null) {
      start(next);
    }
  }
}
