package io.adit.server.splice;

import io.adit.wire.Dialect;
import io.adit.wire.Extensions;
import io.adit.wire.Message;
import io.adit.wire.SendRules;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The destination's link: starts and ends connections on it in its own dialect, and turns its
 * messages into data and closed.
 *
 * <p>The subprotocol says what it understands, not what it was told to be: an official client with
 * {@code -y V1} or {@code -y V2} offers 3.0, understands V3, and yet ends its stream, with all
 * connections, where it should end one connection. So long as a link has not sent a
 * CONNECTION_RESET, which only a true V3 client does, its last connection is ended by ending the
 * stream: every version understands that. One that leaves the service out of its answers is V1, and
 * gets no more than one connection at a time.
 */
final class DestinationLeg implements Leg {
  private final Splice splice;
  private final SendRules rules;
  private final Extensions extensions;
  private final Outbox outbox;
  private final Map<String, DestinationStream> streams = new LinkedHashMap<>();
  private Dialect dialect;
  private boolean endsConnections;
  private boolean attached = true;

  DestinationLeg(Splice splice, Subprotocol subprotocol, Extensions extensions, Outbox outbox) {
    this.splice = splice;
    this.rules = new SendRules(Side.DESTINATION, subprotocol, splice.services());
    this.extensions = extensions;
    this.outbox = outbox;
    this.dialect = subprotocol.newestDialect();
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
      case Message.StreamReset reset -> onStreamReset(reset);
      case Message.ConnectionReset reset -> onConnectionReset(reset);
      // The rules let none of the first four pass; an unknown type that may be ignored is.
      case Message.StreamStart _,
          Message.ConnectionStart _,
          Message.SessionReset _,
          Message.ServiceIds _,
          Message.Unknown _ -> {}
    }
  }

  @Override
  public void detach() {
    if (!attached) {
      return;
    }
    attached = false;
    splice.onDestinationGone(
        streams.values().stream().flatMap(stream -> stream.end().stream()).toList());
  }

  @Override
  public Optional<Dialect> dialect() {
    return Optional.of(dialect);
  }

  /** Starts a connection; returns why this destination cannot have it now. */
  Optional<Trouble> open(Connection connection) {
    if (dialect == Dialect.V1 && splice.services().size() > 1) {
      return Optional.of(Trouble.noServiceNames(connection.service(), splice.services()));
    }
    DestinationStream stream =
        streams.computeIfAbsent(connection.service(), DestinationStream::new);
    boolean manyAtOnce = stream.namesConnections() && dialect.namesConnections();
    if (stream.isActive() && manyAtOnce) {
      outbox.send(stream.startAnother(connection));
      tellOfReports(connection);
      return Optional.empty();
    }
    if (stream.hasOpen()) {
      return Optional.of(Trouble.oneAtATime(connection.service(), dialect));
    }
    if (stream.isActive()) {
      endStream(stream);
    }
    outbox.send(stream.start(connection, dialect));
    tellOfReports(connection);
    rules.onStarted(connection.service());
    if (splice.services().size() == 1) {
      // It may answer as V1 does, without the name.
      rules.onStarted("");
    }
    return Optional.empty();
  }

  /** Sends bytes that the source sent in this connection; returns whether it is open here. */
  boolean data(Connection connection, ByteBuffer payload) {
    DestinationStream stream = streamOf(connection);
    if (stream == null) {
      return false;
    }
    outbox.send(stream.data(connection, payload));
    return true;
  }

  /** So many bytes that this destination sent in the connection have reached the application. */
  void delivered(Connection connection, long totalBytes) {
    DestinationStream stream = streamOf(connection);
    if (stream != null) {
      outbox.send(stream.delivered(connection, totalBytes));
    }
  }

  /** What the source said of that before there was a destination to hear it. */
  private void tellOfReports(Connection connection) {
    if (connection.sourceReports()) {
      delivered(connection, 0);
    }
  }

  /** The connection ended on the other side. */
  void close(Connection connection) {
    DestinationStream stream = streamOf(connection);
    if (stream == null) {
      return;
    }
    stream.remove(connection);
    if (stream.namesConnections() && (endsConnections || stream.hasOpen())) {
      outbox.send(stream.reset(connection));
    } else {
      endStream(stream);
    }
  }

  /** The source ended its stream of this service, with all connections in it. */
  void closeAll(String service) {
    DestinationStream stream = streams.get(service);
    if (stream != null && stream.isActive()) {
      endStream(stream);
    }
  }

  /** The source is gone: nothing that it started goes on. */
  void closeAll() {
    streams.values().stream().filter(DestinationStream::isActive).forEach(this::endStream);
  }

  int openConnections() {
    return streams.values().stream().mapToInt(DestinationStream::openConnections).sum();
  }

  private void onData(Message.Data data) {
    DestinationStream stream = activeStream(data);
    if (stream == null) {
      return;
    }
    learnFrom(data);
    Connection connection = stream.meant(data.connectionId());
    if (connection != null && data.payload().hasRemaining()) {
      splice.onDataFromDestination(connection, data.payload());
    }
  }

  private void onDelivered(Message.Delivered delivered) {
    DestinationStream stream = activeStream(delivered);
    Connection connection = stream == null ? null : stream.meant(delivered.connectionId());
    if (connection != null) {
      splice.onDeliveredByDestination(connection, delivered.totalBytes());
    }
  }

  private void onStreamReset(Message.StreamReset reset) {
    DestinationStream stream = activeStream(reset);
    if (stream == null) {
      return;
    }
    learnFrom(reset);
    boolean mayHaveCrossedStart = stream.startedMore();
    var ended = stream.end();
    if (mayHaveCrossedStart) {
      // A CONNECTION_START that it read after this has opened a connection that nobody knows of,
      // and with that open it would swallow our next STREAM_START.
      outbox.send(stream.reset());
    }
    ended.forEach(connection -> splice.onClosedByDestination(connection, reset.reason()));
  }

  private void onConnectionReset(Message.ConnectionReset reset) {
    endsConnections = true;
    DestinationStream stream = streams.get(splice.serviceOf(reset));
    Connection connection = stream == null ? null : stream.meant(reset.connectionId());
    // Unknown where it is only the echo of one that was sent to this destination.
    if (stream != null && connection != null) {
      stream.remove(connection);
      splice.onClosedByDestination(connection, reset.reason());
    }
  }

  private void learnFrom(Message.OfStream message) {
    if (message.serviceId().isEmpty() && !splice.services().isEmpty()) {
      dialect = Dialect.V1;
    }
  }

  private void endStream(DestinationStream stream) {
    stream.end();
    outbox.send(stream.reset());
  }

  private @Nullable DestinationStream activeStream(Message.OfStream message) {
    DestinationStream stream = streams.get(splice.serviceOf(message));
    return stream != null && stream.isActive(message.streamId()) ? stream : null;
  }

  private @Nullable DestinationStream streamOf(Connection connection) {
    DestinationStream stream = streams.get(connection.service());
    return stream != null && stream.has(connection) ? stream : null;
  }
}
