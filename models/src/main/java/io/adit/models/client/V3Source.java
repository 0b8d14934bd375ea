package io.adit.models.client;

import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Source mode of 3.1.2 and 3.3.1, and of ours, which neither goes deaf nor echoes. */
final class V3Source extends ModelSource {
  private static final class Stream {
    final Map<Integer, ModelApp> open = new HashMap<>();
    int streamId;
    int lastConnectionId;
    boolean started;

    void end() {
      open.values().forEach(ModelApp::end);
      open.clear();
    }
  }

  private final V3Dialect dialect;
  private final Map<String, Stream> streams = new HashMap<>();
  private boolean deaf;

  V3Source(Setup setup) {
    super(setup);
    dialect = new V3Dialect(this);
  }

  @Override
  public boolean isReading() {
    return super.isReading() && !deaf;
  }

  @Override
  public boolean awaitsServices() {
    return dialect.awaitsServices();
  }

  @Override
  public Optional<ModelApp> open(String service) {
    if (dialect.awaitsServices()) {
      return Optional.empty();
    }
    deaf = false;
    Stream stream = streams.computeIfAbsent(service, _ -> new Stream());
    int connectionId = ++stream.lastConnectionId;
    String spelling = dialect.spelling(service);
    if (dialect.isOlder()) {
      return Optional.of(openOlder(service, stream));
    }
    Message.OfStream start =
        stream.started
            ? new Message.ConnectionStart(stream.streamId, spelling, connectionId)
            : new Message.StreamStart(++stream.streamId, spelling, connectionId);
    stream.started = true;
    sendToRelay(start);
    ModelApp app = newApp(service, start);
    stream.open.put(connectionId, app);
    return Optional.of(app);
  }

  /** Told to be older, it accepts a second connection all the same, and loses both by it. */
  private ModelApp openOlder(String service, Stream stream) {
    String spelling = dialect.spelling(service);
    var start = new Message.StreamStart(++stream.streamId, spelling, 0);
    sendToRelay(start);
    ModelApp app = newApp(service, start);
    boolean second = !stream.open.isEmpty();
    stream.end();
    if (second) {
      app.end();
      sendToRelay(new Message.StreamReset(stream.streamId, spelling, 0));
    } else {
      stream.open.put(0, app);
    }
    return app;
  }

  @Override
  Message dataOf(ModelApp app, ByteBuffer payload) {
    return new Message.Data(
        app.streamId(), dialect.spelling(app.service()), app.connectionId(), payload);
  }

  @Override
  void close(ModelApp app) {
    app.end();
    Stream stream = streams.getOrDefault(app.service(), new Stream());
    stream.open.remove(app.connectionId(), app);
    sendEnd(app, stream);
  }

  private void sendEnd(ModelApp app, Stream stream) {
    String spelling = dialect.spelling(app.service());
    sendToRelay(
        dialect.isOlder()
            ? new Message.StreamReset(stream.streamId, spelling, app.connectionId())
            : new Message.ConnectionReset(stream.streamId, spelling, app.connectionId()));
  }

  @Override
  void onMessage(Message message) {
    if (!dialect.understands(message)) {
      return;
    }
    switch (message) {
      case Message.Data data -> onData(data);
      case Message.StreamReset reset -> onStreamReset(reset);
      case Message.ConnectionReset reset -> onConnectionReset(reset);
      case Message.StreamStart start -> onStreamStart(start);
      case Message.ConnectionStart start -> ends(ABORT, "is a source and was sent " + start);
      case Message.ServiceIds _, Message.SessionReset _ -> {
        streams.values().forEach(Stream::end);
        streams.clear();
      }
      case Message.Delivered _, Message.Unknown _ -> {}
    }
  }

  private void onData(Message.Data data) {
    Stream stream = streams.get(dialect.serviceOf(data));
    if (stream != null && stream.streamId == data.streamId()) {
      ModelApp app = stream.open.get(data.connectionId());
      if (app != null) {
        deliver(app, data.payload());
      }
    }
  }

  private void onStreamStart(Message.StreamStart start) {
    harmed("is a source and was sent " + start);
    Stream stream = streams.get(dialect.serviceOf(start));
    if (stream != null && stream.streamId != start.streamId()) {
      stream.end();
    }
  }

  private void onStreamReset(Message.StreamReset reset) {
    Stream stream = streams.get(dialect.serviceOf(reset));
    if (stream == null || stream.streamId != reset.streamId()) {
      return;
    }
    stream.end();
    stream.started = false;
    if (version().isLocalproxy()) {
      deaf = true;
      if (!dialect.isOlder()) {
        harmed("was sent STREAM_RESET and is deaf until its next local connection");
      }
    }
  }

  /** Official: the end of the local connection that follows is reported as if it came by itself. */
  private void onConnectionReset(Message.ConnectionReset reset) {
    if (dialect.isOlder()) {
      harmed("speaks an older dialect and was sent " + reset);
    }
    Stream stream = streams.get(dialect.serviceOf(reset));
    ModelApp app = stream == null ? null : stream.open.remove(reset.connectionId());
    if (stream != null && app != null) {
      app.end();
      if (version().isLocalproxy()) {
        sendEnd(app, stream);
      }
    }
  }
}
