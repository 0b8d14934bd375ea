package io.adit.server.splice;

import io.adit.server.testing.Messages;
import io.adit.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One run of a client on one link, as far as the relay can tell it from a real one: messages in,
 * messages out. What a service must never do to it ends it, and is noted.
 */
abstract class ModelClient {
  private final ClientVersion version;
  private final List<String> services;
  private final Deque<Message> toRelay = new ArrayDeque<>();
  private final List<App> apps = new ArrayList<>();
  private final List<String> harm = new ArrayList<>();
  private boolean exited;

  ModelClient(ClientVersion version, List<String> services) {
    this.version = version;
    // A tunnel without services has one nameless service.
    this.services = services.isEmpty() ? List.of("") : List.copyOf(services);
  }

  final void hear(Message message) {
    if (!exited) {
      onMessage(message);
    }
  }

  abstract void onMessage(Message message);

  /** An application's bytes. */
  final void send(App app) {
    sendToRelay(dataOf(app, app.write()));
  }

  abstract Message dataOf(App app, String text);

  /** The application closes its connection. */
  abstract void close(App app);

  /** Whether it takes the next message off its link. */
  boolean isReading() {
    return !exited;
  }

  final ClientVersion version() {
    return version;
  }

  final List<String> services() {
    return services;
  }

  final Deque<Message> toRelay() {
    return toRelay;
  }

  /** All connections that it ever had, in the order in which they came. */
  final List<App> apps() {
    return apps;
  }

  final List<App> openApps() {
    return apps.stream().filter(App::isOpen).toList();
  }

  /** What it was sent that no service should send it. */
  final List<String> harm() {
    return harm;
  }

  final void sendToRelay(Message message) {
    if (!exited) {
      toRelay.add(message);
    }
  }

  final App newApp(String name, String service, int streamId, int connectionId) {
    App app = new App(name, service, streamId, connectionId);
    apps.add(app);
    return app;
  }

  /** It lives on, worse than before. */
  final void harmed(String why) {
    harm.add(version + ": " + why);
  }

  /** It exits, or drops its link, or never reads again: for a tunnel that is all the same. */
  final void exits(String why) {
    harmed(why);
    exited = true;
    apps.forEach(App::close);
  }

  static Message.Data data(int streamId, String service, int connectionId, String text) {
    return Messages.data(streamId, service, connectionId, text);
  }

  static String textOf(Message.Data data) {
    return StandardCharsets.UTF_8.decode(data.payload().duplicate()).toString();
  }
}
