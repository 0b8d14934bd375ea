package io.adit.models.client;

import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Source mode of 1.1.0 and 2.3.1: the next connection is not accepted before the former ended. */
final class OldSource extends ModelSource {
  private final OldDialect dialect;
  private final Map<String, ModelApp> active = new HashMap<>();
  private final Map<String, Integer> streamIds = new HashMap<>();

  OldSource(Setup setup) {
    super(setup);
    dialect = new OldDialect(this);
  }

  @Override
  public Optional<ModelApp> open(String service) {
    if (active.containsKey(service) || dialect.awaitsServices()) {
      return Optional.empty();
    }
    int streamId = streamIds.merge(service, 1, Integer::sum);
    ModelApp app = newApp(new ModelApp.Place(service, streamId, 0));
    active.put(service, app);
    sendToRelay(new Message.StreamStart(streamId, dialect.spelling(service), 0));
    return Optional.of(app);
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
  void onMessage(Message message) {
    if (!dialect.understands(message)) {
      return;
    }
    switch (message) {
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

  private @Nullable ModelApp activeIn(Message.OfStream message) {
    ModelApp app = active.get(dialect.serviceOf(message));
    return app != null && app.streamId() == message.streamId() ? app : null;
  }
}
