package io.adit.models.client;

import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Destination mode of 1.1.0 and 2.3.1: one connection of a service at a time. */
final class OldDestination extends ModelDestination {
  private final OldDialect dialect;
  private final Map<String, ModelApp> active = new HashMap<>();

  OldDestination(Setup setup) {
    super(setup);
    dialect = new OldDialect(this);
  }

  @Override
  Message dataOf(ModelApp app, ByteBuffer payload) {
    return new Message.Data(app.streamId(), dialect.spelling(app.service()), 0, payload);
  }

  @Override
  public boolean awaitsServices() {
    return dialect.awaitsServices();
  }

  @Override
  void close(ModelApp app) {
    app.end();
    active.remove(app.service(), app);
    sendToRelay(new Message.StreamReset(app.streamId(), dialect.spelling(app.service()), 0));
  }

  @Override
  public void failToConnect(String service) {
    ModelApp app = active.get(service);
    if (app != null) {
      close(app);
    }
  }

  @Override
  void onMessage(Message message) {
    if (!dialect.understands(message)) {
      return;
    }
    switch (message) {
      case Message.StreamStart start -> onStart(start);
      case Message.Data data -> {
        ModelApp app = activeIn(data);
        if (app != null) {
          deliver(app, data.payload());
        }
      }
      case Message.StreamReset reset -> {
        ModelApp app = activeIn(reset);
        if (app != null) {
          app.end();
          active.remove(app.service());
        }
      }
      case Message.SessionReset _ -> {
        active.values().forEach(ModelApp::end);
        active.clear();
      }
      default -> ends(FATAL, "was sent " + message);
    }
  }

  /** While a stream is active, a start is swallowed: with another id, it ends that stream. */
  private void onStart(Message.StreamStart start) {
    String service = dialect.serviceOf(start);
    ModelApp app = active.get(service);
    if (app == null) {
      active.put(service, newApp(service, start));
      return;
    }
    harmed("was sent a start while a stream was active: " + start);
    if (app.streamId() != start.streamId()) {
      app.end();
      active.remove(service);
    }
  }

  private @Nullable ModelApp activeIn(Message.OfStream message) {
    ModelApp app = active.get(dialect.serviceOf(message));
    return app != null && app.streamId() == message.streamId() ? app : null;
  }
}
