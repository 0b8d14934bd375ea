package io.adit.server.splice;

import io.adit.server.testing.Messages;
import io.adit.wire.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Source mode of 3.1.2 and 3.3.1, and of ours, which neither goes deaf nor echoes. */
final class V3Source extends ModelSource {
  private static final class Stream {
    final Map<Integer, App> open = new HashMap<>();
    int streamId;
    int lastConnectionId;
    boolean started;
  }

  private final V3Dialect dialect;
  private final Map<String, Stream> streams = new HashMap<>();
  private boolean deaf;

  V3Source(ClientVersion version, List<String> services) {
    super(version, services);
    dialect = new V3Dialect(this);
  }

  @Override
  boolean isReading() {
    return super.isReading() && !deaf;
  }

  @Override
  Optional<App> open(String name, String service) {
    if (dialect.awaitsServices()) {
      return Optional.empty();
    }
    deaf = false;
    Stream stream = streams.computeIfAbsent(service, _ -> new Stream());
    int connectionId = ++stream.lastConnectionId;
    String spelling = dialect.spelling(service);
    if (dialect.isOlder()) {
      return openOlder(name, service, stream);
    }
    if (stream.started) {
      sendToRelay(Messages.connectionStart(stream.streamId, spelling, connectionId));
    } else {
      stream.started = true;
      sendToRelay(Messages.streamStart(++stream.streamId, spelling, connectionId));
    }
    App app = newApp(name, service, stream.streamId, connectionId);
    stream.open.put(connectionId, app);
    return Optional.of(app);
  }

  /** Told to be older, it accepts a second connection all the same, and loses both by it. */
  private Optional<App> openOlder(String name, String service, Stream stream) {
    String spelling = dialect.spelling(service);
    sendToRelay(Messages.streamStart(++stream.streamId, spelling, 0));
    App app = newApp(name, service, stream.streamId, 0);
    boolean second = !stream.open.isEmpty();
    stream.open.values().forEach(App::close);
    stream.open.clear();
    if (second) {
      app.close();
      sendToRelay(Messages.streamReset(stream.streamId, spelling, 0));
    } else {
      stream.open.put(0, app);
    }
    return Optional.of(app);
  }

  @Override
  Message dataOf(App app, String text) {
    return data(app.streamId(), dialect.spelling(app.service()), app.connectionId(), text);
  }

  @Override
  void close(App app) {
    app.close();
    Stream stream = streams.getOrDefault(app.service(), new Stream());
    stream.open.remove(app.connectionId(), app);
    sendEnd(app, stream);
  }

  private void sendEnd(App app, Stream stream) {
    String spelling = dialect.spelling(app.service());
    sendToRelay(
        dialect.isOlder()
            ? Messages.streamReset(stream.streamId, spelling, app.connectionId())
            : Messages.connectionReset(stream.streamId, spelling, app.connectionId()));
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
      default -> exits("is a source and was sent " + message);
    }
  }

  private void onData(Message.Data data) {
    Stream stream = streams.get(dialect.serviceOf(data));
    if (stream != null && stream.streamId == data.streamId()) {
      App app = stream.open.get(data.connectionId());
      if (app != null) {
        app.read(textOf(data));
      }
    }
  }

  private void onStreamReset(Message.StreamReset reset) {
    Stream stream = streams.get(dialect.serviceOf(reset));
    if (stream == null || stream.streamId != reset.streamId()) {
      return;
    }
    stream.open.values().forEach(App::close);
    stream.open.clear();
    stream.started = false;
    if (version() != ClientVersion.ADIT) {
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
    App app = stream == null ? null : stream.open.remove(reset.connectionId());
    if (stream != null && app != null) {
      app.close();
      if (version() != ClientVersion.ADIT) {
        sendEnd(app, stream);
      }
    }
  }
}
