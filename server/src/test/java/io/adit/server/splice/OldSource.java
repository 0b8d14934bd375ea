package io.adit.server.splice;

import io.adit.server.testing.Messages;
import io.adit.wire.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Source mode of 1.1.0 and 2.3.1: the next connection is not accepted before the former ended. */
final class OldSource extends ModelSource {
  private final OldDialect dialect;
  private final Map<String, App> active = new HashMap<>();
  private final Map<String, Integer> streamIds = new HashMap<>();

  OldSource(ClientVersion version, List<String> services) {
    super(version, services);
    dialect = new OldDialect(this);
  }

  @Override
  Optional<App> open(String name, String service) {
    if (active.containsKey(service) || dialect.awaitsServices()) {
      return Optional.empty();
    }
    int streamId = streamIds.merge(service, 1, Integer::sum);
    App app = newApp(name, service, streamId, 0);
    active.put(service, app);
    sendToRelay(Messages.streamStart(streamId, dialect.spelling(service), 0));
    return Optional.of(app);
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
  void onMessage(Message message) {
    if (!dialect.understands(message)) {
      return;
    }
    switch (message) {
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

  private @Nullable App activeIn(Message.OfStream message) {
    App app = active.get(dialect.serviceOf(message));
    return app != null && app.streamId() == message.streamId() ? app : null;
  }
}
