package io.adit.models.client;

import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Destination mode of 3.1.2 and 3.3.1, and of ours, where one failure ends one connection. */
final class V3Destination extends ModelDestination {
  private static final class Stream {
    final Map<Integer, ModelApp> open = new HashMap<>();
    int streamId;
    boolean active;

    void end() {
      open.values().forEach(ModelApp::end);
      open.clear();
      active = false;
    }
  }

  private final V3Dialect dialect;
  private final Map<String, Stream> streams = new HashMap<>();
  private int lastSentConnectionId;

  V3Destination(Setup setup) {
    super(setup);
    dialect = new V3Dialect(this);
  }

  @Override
  public boolean awaitsServices() {
    return dialect.awaitsServices();
  }

  @Override
  Message dataOf(ModelApp app, ByteBuffer payload) {
    lastSentConnectionId = app.connectionId();
    return new Message.Data(
        streamOf(app).streamId, dialect.spelling(app.service()), app.connectionId(), payload);
  }

  @Override
  void close(ModelApp app) {
    app.end();
    Stream stream = streamOf(app);
    stream.open.remove(app.connectionId(), app);
    if (dialect.isOlder()) {
      giveUp(app.service(), stream);
    } else {
      lastSentConnectionId = app.connectionId();
      sendToRelay(
          new Message.ConnectionReset(
              stream.streamId, dialect.spelling(app.service()), app.connectionId()));
    }
  }

  @Override
  public void failToConnect(String service) {
    Stream stream = streams.get(service);
    if (stream == null || !stream.active) {
      return;
    }
    if (version().isLocalproxy()) {
      giveUp(service, stream);
    } else {
      stream.open.values().stream().findFirst().ifPresent(this::close);
    }
  }

  /** Its STREAM_RESET carries the connection id of whatever it sent before. */
  private void giveUp(String service, Stream stream) {
    stream.end();
    sendToRelay(
        new Message.StreamReset(stream.streamId, dialect.spelling(service), lastSentConnectionId));
  }

  @Override
  void onMessage(Message message) {
    if (!dialect.understands(message)) {
      return;
    }
    if (message instanceof Message.OfStream ofStream) {
      String service = dialect.serviceOf(ofStream);
      onMessage(ofStream, service, streams.computeIfAbsent(service, _ -> new Stream()));
    } else {
      streams.values().forEach(Stream::end);
    }
  }

  private void onMessage(Message.OfStream message, String service, Stream stream) {
    switch (message) {
      case Message.Data data -> onData(stream, data);
      case Message.StreamStart start -> onStreamStart(service, stream, start);
      case Message.ConnectionStart start -> onConnectionStart(service, stream, start);
      case Message.StreamReset reset -> {
        if (stream.active && stream.streamId == reset.streamId()) {
          stream.end();
        }
      }
      case Message.ConnectionReset reset -> onConnectionReset(stream, reset);
      case Message.Delivered _ -> {}
    }
  }

  private void onData(Stream stream, Message.Data data) {
    ModelApp app = stream.open.get(data.connectionId());
    if (app != null && stream.streamId == data.streamId()) {
      deliver(app, data.payload());
    }
  }

  /** While a stream is active, a start is swallowed: with another id, it ends that stream. */
  private void onStreamStart(String service, Stream stream, Message.StreamStart start) {
    if (!stream.active) {
      stream.streamId = start.streamId();
      begin(service, stream, start);
      return;
    }
    harmed("was sent a start while a stream was active: " + start);
    if (stream.streamId != start.streamId()) {
      stream.end();
    }
  }

  /** Before 3.2 it is ignored where no stream is active; after, it starts one. */
  private void onConnectionStart(String service, Stream stream, Message.ConnectionStart start) {
    if (stream.active) {
      begin(service, stream, start);
    } else if (!version().isBefore32()) {
      stream.streamId = start.streamId();
      begin(service, stream, start);
    }
  }

  /** Official: the end of the local connection is reported as if it had come by itself. */
  private void onConnectionReset(Stream stream, Message.ConnectionReset reset) {
    ModelApp app = stream.active ? stream.open.get(reset.connectionId()) : null;
    if (app == null) {
      return;
    }
    if (version().isLocalproxy()) {
      close(app);
    } else {
      app.end();
      stream.open.remove(app.connectionId());
    }
  }

  private void begin(String service, Stream stream, Message.OfStream start) {
    stream.active = true;
    stream.open.put(start.connectionId(), newApp(service, start));
  }

  private Stream streamOf(ModelApp app) {
    return streams.computeIfAbsent(app.service(), _ -> new Stream());
  }
}
