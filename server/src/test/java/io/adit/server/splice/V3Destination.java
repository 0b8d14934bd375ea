package io.adit.server.splice;

import io.adit.server.testing.Messages;
import io.adit.wire.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Destination mode of 3.1.2 and 3.3.1, and of ours, where one failure ends one connection. */
final class V3Destination extends ModelDestination {
  private static final class Stream {
    final Map<Integer, App> open = new HashMap<>();
    int streamId;
    boolean active;
  }

  private final V3Dialect dialect;
  private final Map<String, Stream> streams = new HashMap<>();
  private int lastSentConnectionId;

  V3Destination(ClientVersion version, List<String> services) {
    super(version, services);
    dialect = new V3Dialect(this);
  }

  @Override
  Message dataOf(App app, String text) {
    lastSentConnectionId = app.connectionId();
    return data(streamOf(app).streamId, dialect.spelling(app.service()), app.connectionId(), text);
  }

  @Override
  void close(App app) {
    app.close();
    Stream stream = streamOf(app);
    stream.open.remove(app.connectionId(), app);
    if (dialect.isOlder()) {
      giveUp(app.service(), stream);
    } else {
      lastSentConnectionId = app.connectionId();
      sendToRelay(
          Messages.connectionReset(
              stream.streamId, dialect.spelling(app.service()), app.connectionId()));
    }
  }

  @Override
  void failToConnect(String service) {
    Stream stream = streams.get(service);
    if (stream == null || !stream.active) {
      return;
    }
    if (version() == ClientVersion.ADIT) {
      stream.open.values().stream().findFirst().ifPresent(this::close);
    } else {
      giveUp(service, stream);
    }
  }

  /** Its STREAM_RESET carries the connection id of whatever it sent before. */
  private void giveUp(String service, Stream stream) {
    end(stream);
    sendToRelay(
        Messages.streamReset(stream.streamId, dialect.spelling(service), lastSentConnectionId));
  }

  private static void end(Stream stream) {
    stream.open.values().forEach(App::close);
    stream.open.clear();
    stream.active = false;
  }

  @Override
  void onMessage(Message message) {
    if (!dialect.understands(message)) {
      return;
    }
    String service = dialect.serviceOf((Message.OfStream) message);
    Stream stream = streams.computeIfAbsent(service, _ -> new Stream());
    switch (message) {
      case Message.Data data -> onData(stream, data);
      case Message.StreamStart start -> onStreamStart(service, stream, start);
      case Message.ConnectionStart start -> onConnectionStart(service, stream, start);
      case Message.StreamReset reset -> {
        if (stream.active && stream.streamId == reset.streamId()) {
          end(stream);
        }
      }
      case Message.ConnectionReset reset -> {
        App app = stream.active ? stream.open.get(reset.connectionId()) : null;
        if (app != null && version() == ClientVersion.ADIT) {
          app.close();
          stream.open.remove(app.connectionId());
        } else if (app != null) {
          // The end of the local connection is reported as if it had come by itself.
          close(app);
        }
      }
      default -> exits("was sent " + message);
    }
  }

  private static void onData(Stream stream, Message.Data data) {
    App app = stream.open.get(data.connectionId());
    if (app != null && stream.streamId == data.streamId()) {
      app.read(textOf(data));
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
      end(stream);
    }
  }

  /** Before 3.2 it is ignored where no stream is active; after, it starts one. */
  private void onConnectionStart(String service, Stream stream, Message.ConnectionStart start) {
    if (stream.active) {
      begin(service, stream, start);
    } else if (version() != ClientVersion.LOCALPROXY_3_1_2) {
      stream.streamId = start.streamId();
      begin(service, stream, start);
    }
  }

  private void begin(String service, Stream stream, Message.OfStream start) {
    stream.active = true;
    stream.open.put(
        start.connectionId(), newApp(nextName(), service, start.streamId(), start.connectionId()));
  }

  private Stream streamOf(App app) {
    return streams.computeIfAbsent(app.service(), _ -> new Stream());
  }
}
