package io.adit.server.splice;

import io.adit.wire.Dialect;
import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the destination's link has of one service: at most one active stream and its connections.
 * Both kinds of ids are the relay's own and never used twice on a link, so that what the
 * destination still sends for an earlier stream or connection is known by its number.
 */
final class DestinationStream {
  private final String service;
  private final Map<Integer, Connection> open = new LinkedHashMap<>();
  private boolean active;
  private int streamId;
  private int connectionId;
  private int openedInStream;

  /** The dialect in which the active stream was started; it keeps it until its end. */
  private Dialect dialect = Dialect.V1;

  DestinationStream(String service) {
    this(service, 0, 0);
  }

  /** One that has used these ids last. */
  DestinationStream(String service, int streamId, int connectionId) {
    this.service = service;
    this.streamId = streamId;
    this.connectionId = connectionId;
  }

  boolean isActive() {
    return active;
  }

  boolean isActive(int streamId) {
    return active && this.streamId == streamId;
  }

  boolean namesConnections() {
    return dialect.namesConnections();
  }

  boolean hasOpen() {
    return !open.isEmpty();
  }

  int openConnections() {
    return open.size();
  }

  boolean has(Connection connection) {
    return open.get(connection.destinationConnectionId()) == connection;
  }

  /** Whether more than one connection was started since the stream was. */
  boolean startedMore() {
    return openedInStream > 1;
  }

  /** The connection that the destination means; null where it cannot be told. */
  @Nullable Connection meant(int connectionId) {
    if (namesConnections() && connectionId != 0) {
      return open.get(connectionId);
    }
    return openedInStream == 1 && hasOpen() ? open.values().iterator().next() : null;
  }

  Message.StreamStart start(Connection connection, Dialect inDialect) {
    active = true;
    dialect = inDialect;
    openedInStream = 0;
    streamId = streamId == Integer.MAX_VALUE ? 1 : streamId + 1;
    add(connection);
    return new Message.StreamStart(streamId, spelling(), connectionIdOf(connection));
  }

  Message.ConnectionStart startAnother(Connection connection) {
    add(connection);
    return new Message.ConnectionStart(streamId, spelling(), connectionIdOf(connection));
  }

  Message.Data data(Connection connection, ByteBuffer payload) {
    return new Message.Data(streamId, spelling(), connectionIdOf(connection), payload);
  }

  Message.Delivered delivered(Connection connection, long totalBytes) {
    return new Message.Delivered(streamId, spelling(), connectionIdOf(connection), totalBytes);
  }

  Message.ConnectionReset reset(Connection connection) {
    return new Message.ConnectionReset(streamId, spelling(), connectionIdOf(connection));
  }

  /**
   * The message that ends the stream. It carries a connection id where the stream's messages do:
   * AWS's device SDK takes a message without one for another dialect, and reconnects.
   */
  Message.StreamReset reset() {
    return new Message.StreamReset(streamId, spelling(), namesConnections() ? connectionId : 0);
  }

  void remove(Connection connection) {
    open.remove(connection.destinationConnectionId(), connection);
  }

  /** The stream is over; returns the connections that were open in it. */
  List<Connection> end() {
    active = false;
    List<Connection> ended = new ArrayList<>(open.values());
    open.clear();
    return ended;
  }

  private void add(Connection connection) {
    connectionId = connectionId == -1 ? 1 : connectionId + 1;
    openedInStream++;
    connection.nameForDestination(connectionId);
    open.put(connectionId, connection);
  }

  private String spelling() {
    return dialect.namesServices() ? service : "";
  }

  private int connectionIdOf(Connection connection) {
    return namesConnections() ? connection.destinationConnectionId() : 0;
  }
}
