package io.adit.server.splice;

import io.adit.server.testing.Messages;
import io.adit.wire.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Destination mode of 1.1.0 and 2.3.1: one connection of a service at a time. */
final class OldDestination extends ModelDestination {
  private final OldDialect dialect;
  private final Map<String, App> active = new HashMap<>();

  OldDestination(ClientVersion version, List<String> services) {
    super(version, services);
    dialect = new OldDialect(this);
  }

  @Override
  Message dataOf(App app, String text) {
    return data(app.streamId(), dialect.spelling(app.service()), 0, text);
  }

  @Override
  void close(App app) {
    app.close();
    active.remove(app.service(), app);
    sendToRelay(Messages.streamReset(app.streamId(), dialect.spelling(app.service()), 0));
  }

  @Override
  void failToConnect(String service) {
    App app = active.get(service);
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
        App app = activeIn(data);
        if (app != null) {
          app.read(textOf(data));
        }
      }
      case Message.StreamReset reset -> {
        App app = activeIn(reset);
        if (app != null) {
          app.close();
          active.remove(app.service());
        }
      }
      default -> exits("was sent " + message);
    }
  }

  /** While a stream is active, a start is swallowed: with another id, it ends that stream. */
  private void onStart(Message.StreamStart start) {
    String service = dialect.serviceOf(start);
    App app = active.get(service);
    if (app == null) {
      active.put(service, newApp(nextName(), service, start.streamId(), 0));
      return;
    }
    harmed("was sent a start while a stream was active: " + start);
    if (app.streamId() != start.streamId()) {
      app.close();
      active.remove(service);
    }
  }

  private @Nullable App activeIn(Message.OfStream message) {
    App app = active.get(dialect.serviceOf(message));
    return app != null && app.streamId() == message.streamId() ? app : null;
  }
}
