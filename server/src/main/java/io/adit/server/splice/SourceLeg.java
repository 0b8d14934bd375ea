package io.adit.server.splice;

import io.adit.wire.Dialect;
import io.adit.wire.Extensions;
import io.adit.wire.Message;
import io.adit.wire.ResetReason;
import io.adit.wire.SendRules;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.adit.wire.WireViolation;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The source's link: turns its messages into opened, data and closed, and tells it of ends in its
 * own dialect. An official V3 source that is sent STREAM_RESET stops reading until its next local
 * connection, so V3 sources get CONNECTION_RESET only.
 */
final class SourceLeg implements Leg {

  /** The stream that the source has in one service, and its connections by the source's ids. */
  private record Stream(int streamId, String spelling, Map<Integer, Connection> open) {

    ServiceState state(String service) {
      long unanswered = open.values().stream().filter(Connection::isUnanswered).count();
      return new ServiceState(service, open.size(), (int) unanswered);
    }
  }

  private final Splice splice;
  private final Subprotocol subprotocol;
  private final SendRules rules;
  private final Extensions extensions;
  private final Outbox outbox;
  private final Map<String, Stream> streams = new HashMap<>();
  private @Nullable Dialect dialect;
  private boolean attached = true;

  SourceLeg(Splice splice, Subprotocol subprotocol, Extensions extensions, Outbox outbox) {
    this.splice = splice;
    this.subprotocol = subprotocol;
    this.rules = new SendRules(Side.SOURCE, subprotocol, splice.services());
    this.extensions = extensions;
    this.outbox = outbox;
  }

  @Override
  public void onMessage(Message message) {
    if (!attached) {
      return;
    }
    Message allowed = extensions.restrict(message);
    if (allowed == null) {
      return;
    }
    rules.check(allowed);
    switch (allowed) {
      case Message.Data data -> onData(data);
      case Message.Delivered delivered -> onDelivered(delivered);
      case Message.StreamStart start -> onStreamStart(start);
      case Message.StreamReset reset -> onStreamReset(reset);
      case Message.ConnectionStart start -> onConnectionStart(start);
      case Message.ConnectionReset reset -> onConnectionReset(reset);
      // The rules let neither of the first two pass; an unknown type that may be ignored is.
      case Message.SessionReset _, Message.ServiceIds _, Message.Unknown _ -> {}
    }
  }

  @Override
  public void detach() {
    if (attached) {
      attached = false;
      splice.onSourceGone(
          streams.values().stream().flatMap(stream -> stream.open().values().stream()).toList());
    }
  }

  @Override
  public Optional<Dialect> dialect() {
    return Optional.ofNullable(dialect);
  }

  /** Sends bytes that the destination sent in this connection. */
  void data(Connection connection, ByteBuffer payload) {
    Stream stream = streamOf(connection);
    if (stream != null) {
      outbox.send(
          new Message.Data(
              stream.streamId(), stream.spelling(), connection.sourceConnectionId(), payload));
    }
  }

  /** So many bytes that this source sent in the connection have reached the application. */
  void delivered(Connection connection, long totalBytes) {
    Stream stream = streamOf(connection);
    if (stream != null) {
      outbox.send(
          new Message.Delivered(
              stream.streamId(), stream.spelling(), connection.sourceConnectionId(), totalBytes));
    }
  }

  /**
   * The connection ended on the other side, or never began, for this reason; returns whether it was
   * open here.
   */
  boolean reset(Connection connection, ResetReason reason) {
    Stream stream = streamOf(connection);
    if (stream == null) {
      return false;
    }
    int connectionId = connection.sourceConnectionId();
    if (namesConnections()) {
      stream.open().remove(connectionId);
      refuse(stream, connectionId, reason);
    } else {
      streams.remove(connection.service());
      outbox.send(new Message.StreamReset(stream.streamId(), stream.spelling(), 0, reason));
    }
    return true;
  }

  List<ServiceState> serviceStates() {
    return streams.entrySet().stream().map(each -> each.getValue().state(each.getKey())).toList();
  }

  private void onStreamStart(Message.StreamStart start) {
    if (dialect == null) {
      dialect = oldest(Dialect.of(start), subprotocol.newestDialect());
    }
    String service = splice.serviceOf(start);
    // Also where the id is the same: bytes of the new stream must not reach the old connection.
    endStream(service);
    Stream stream = new Stream(start.streamId(), spellingOf(start), new LinkedHashMap<>());
    streams.put(service, stream);
    open(service, stream, start);
  }

  private void onConnectionStart(Message.ConnectionStart start) {
    if (!namesConnections()) {
      throw new WireViolation(
          WireViolation.Kind.ILLEGAL_MESSAGE,
          "CONNECTION_START from a source whose STREAM_START named no connection");
    }
    String service = splice.serviceOf(start);
    Stream stream = activeStream(start);
    if (stream == null) {
      outbox.send(
          new Message.ConnectionReset(start.streamId(), start.serviceId(), start.connectionId()));
      return;
    }
    Connection former = stream.open().remove(start.connectionId());
    if (former != null) {
      splice.onClosedBySource(former);
    }
    open(service, stream, start);
  }

  private void open(String service, Stream stream, Message.OfStream start) {
    int connectionId = namesConnections() ? start.connectionId() : 0;
    int limit = splice.limits().connectionsPerService();
    if (stream.open().size() >= limit) {
      Trouble trouble = Trouble.tooMany(service, limit);
      splice.onTrouble(trouble);
      refuse(stream, connectionId, trouble.forSource());
      return;
    }
    Connection connection = splice.newConnection(service, stream.streamId(), connectionId);
    stream.open().put(connectionId, connection);
    splice.onOpenedBySource(connection);
  }

  private void onData(Message.Data data) {
    Connection connection = connectionOf(data);
    if (connection != null && data.payload().hasRemaining()) {
      splice.onDataFromSource(connection, data.payload());
    }
  }

  private void onDelivered(Message.Delivered delivered) {
    Connection connection = connectionOf(delivered);
    if (connection != null) {
      splice.onDeliveredBySource(connection, delivered.totalBytes());
    }
  }

  private void onStreamReset(Message.StreamReset reset) {
    if (activeStream(reset) != null) {
      endStream(splice.serviceOf(reset));
    }
  }

  private void onConnectionReset(Message.ConnectionReset reset) {
    Stream stream = streams.get(splice.serviceOf(reset));
    if (stream == null || !namesConnections()) {
      return;
    }
    // Unknown where it is only the echo of one that was sent to this source.
    Connection connection = stream.open().remove(reset.connectionId());
    if (connection != null) {
      splice.onClosedBySource(connection);
    }
  }

  private void endStream(String service) {
    Stream stream = streams.remove(service);
    if (stream != null) {
      splice.onStreamEndedBySource(service, List.copyOf(stream.open().values()));
    }
  }

  private @Nullable Connection connectionOf(Message.OfStream message) {
    Stream stream = activeStream(message);
    return stream == null
        ? null
        : stream.open().get(namesConnections() ? message.connectionId() : 0);
  }

  private @Nullable Stream activeStream(Message.OfStream message) {
    Stream stream = streams.get(splice.serviceOf(message));
    return stream != null && stream.streamId() == message.streamId() ? stream : null;
  }

  private @Nullable Stream streamOf(Connection connection) {
    Stream stream = streams.get(connection.service());
    return stream != null && stream.open().get(connection.sourceConnectionId()) == connection
        ? stream
        : null;
  }

  private void refuse(Stream stream, int connectionId, ResetReason reason) {
    outbox.send(
        new Message.ConnectionReset(stream.streamId(), stream.spelling(), connectionId, reason));
  }

  /** How this source names the service: answers must name it in the same way. */
  private String spellingOf(Message.StreamStart start) {
    return dialect == Dialect.V1 ? "" : start.serviceId();
  }

  private boolean namesConnections() {
    return dialect != null && dialect.namesConnections();
  }

  private static Dialect oldest(Dialect one, Dialect other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
