package io.adit.peer.connection;

import io.adit.wire.Message;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of one service that are open on one link. */
public final class ConnectionTable {
  private static final Logger log = LoggerFactory.getLogger(ConnectionTable.class);

  private final Map<Integer, Connection> byId = new LinkedHashMap<>();

  public boolean isEmpty() {
    return byId.isEmpty();
  }

  public int size() {
    return byId.size();
  }

  /** Adds one; a number that is used again belongs to the new one from now on. */
  public void add(Connection connection) {
    Connection old = byId.put(connection.id().connectionId(), connection);
    if (old != null) {
      log.debug("{} is used again", old.id());
      old.close();
    }
  }

  public void remove(Connection connection) {
    byId.remove(connection.id().connectionId(), connection);
  }

  /** Hands over bytes; those of a connection that is gone are dropped. */
  public void onData(Message.Data data) {
    Connection connection = find(data);
    if (connection != null) {
      connection.deliver(data.payload());
    } else {
      log.debug("dropped {} bytes of an unknown connection", data.payload().remaining());
    }
  }

  /** Hands over a report; one of a connection that is gone is dropped. */
  public void onDelivered(Message.Delivered delivered) {
    Connection connection = find(delivered);
    if (connection != null) {
      connection.onDelivered(delivered.totalBytes());
    }
  }

  /** Closes one; the answer to a reset of ours names none, and is ignored. */
  public void onConnectionReset(Message.ConnectionReset reset) {
    Connection connection = find(reset);
    if (connection != null) {
      remove(connection);
      connection.close();
    }
  }

  /** Closes those of one stream. */
  public void closeStream(int streamId) {
    closeIf(connection -> connection.id().streamId() == streamId);
  }

  /** Completes when the applications have got what came for them. */
  public Future<Void> closeAll() {
    return closeIf(_ -> true);
  }

  private Future<Void> closeIf(Predicate<Connection> condition) {
    List<Connection> closing = byId.values().stream().filter(condition).toList();
    List<Future<Void>> ends = new ArrayList<>();
    for (Connection connection : closing) {
      remove(connection);
      ends.add(connection.close());
    }
    return Future.join(ends).mapEmpty();
  }

  /** An end that names no connection means the only one (protocol guide V3, compatibility). */
  private @Nullable Connection find(Message.OfStream message) {
    Connection connection =
        message.connectionId() == 0 && byId.size() == 1
            ? byId.values().iterator().next()
            : byId.get(message.connectionId());
    return connection != null && connection.id().streamId() == message.streamId()
        ? connection
        : null;
  }
}
