package io.adit.models.client;

import io.adit.wire.Dialect;
import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Destination mode of AWS's device SDKs, as their public source reads; not measured. The first
 * STREAM_START fixes the dialect of the link, and any message in another one, a STREAM_RESET
 * without a connection id for instance, makes it drop the link and reconnect.
 */
final class DeviceSdkDestination extends ModelDestination {
  private static final class Stream {
    final Map<Integer, ModelApp> open = new HashMap<>();
    int streamId;
  }

  private final Map<String, Stream> streams = new HashMap<>();
  private @Nullable Dialect dialect;
  private boolean awaitsServices = true;

  DeviceSdkDestination(Setup setup) {
    super(setup);
    services().forEach(service -> streams.put(service, new Stream()));
  }

  @Override
  Message dataOf(ModelApp app, ByteBuffer payload) {
    return new Message.Data(app.streamId(), app.service(), app.connectionId(), payload);
  }

  @Override
  void close(ModelApp app) {
    app.end();
    Stream stream = stream(app.service());
    stream.open.remove(app.connectionId(), app);
    if (dialect == Dialect.V3) {
      sendToRelay(new Message.ConnectionReset(app.streamId(), app.service(), app.connectionId()));
    } else {
      sendToRelay(new Message.StreamReset(app.streamId(), app.service(), 0));
    }
  }

  @Override
  public boolean awaitsServices() {
    return awaitsServices;
  }

  @Override
  public void failToConnect(String service) {
    Stream stream = stream(service);
    if (stream.streamId != 0) {
      int streamId = stream.streamId;
      end(stream);
      sendToRelay(new Message.StreamReset(streamId, service, 0));
    }
  }

  @Override
  void onMessage(Message message) {
    if (message instanceof Message.ServiceIds) {
      awaitsServices = false;
    } else if (message instanceof Message.OfStream ofStream && isInDialect(ofStream)) {
      onMessage(ofStream, stream(ofStream.serviceId()));
    } else {
      ends(new Fate.Reconnecting(), "reconnects after " + message);
    }
  }

  private void onMessage(Message.OfStream message, Stream stream) {
    boolean current = stream.streamId == message.streamId();
    ModelApp app = current ? stream.open.get(message.connectionId()) : null;
    switch (message) {
      case Message.StreamStart start -> {
        end(stream);
        stream.streamId = start.streamId();
        begin(stream, start);
      }
      case Message.ConnectionStart start when current -> {
        if (app != null) {
          harmed("was sent a start of a connection that is open: " + start);
        }
        begin(stream, start);
      }
      case Message.Data data when app != null -> deliver(app, data.payload());
      case Message.ConnectionReset reset when app != null -> {
        app.end();
        stream.open.remove(reset.connectionId());
      }
      case Message.StreamReset _ when current -> end(stream);
      // Of a stream or connection that it does not have: ignored.
      case Message.OfStream _ -> {}
    }
  }

  private boolean isInDialect(Message.OfStream message) {
    Dialect shown =
        Dialect.of(
            new Message.StreamStart(
                message.streamId(), message.serviceId(), message.connectionId()));
    if (dialect == null && message instanceof Message.StreamStart) {
      dialect = shown;
    }
    return !awaitsServices && streams.containsKey(message.serviceId()) && shown == dialect;
  }

  private void begin(Stream stream, Message.OfStream start) {
    stream.open.put(start.connectionId(), newApp(start.serviceId(), start));
  }

  private static void end(Stream stream) {
    stream.open.values().forEach(ModelApp::end);
    stream.open.clear();
    stream.streamId = 0;
  }

  private Stream stream(String service) {
    return streams.getOrDefault(service, new Stream());
  }
}
