package io.adit.models.client;

import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A model client, what it was told, and what it says. */
final class Told<C extends ModelClient> {
  final C client;
  private final List<Message> said = new ArrayList<>();

  private Told(C client) {
    this.client = client;
    client.connect(said::add);
  }

  /** A source in a tunnel of these services, which it has been told, and serves. */
  static Told<ModelSource> source(ClientVersion version, String... services) {
    Told<ModelSource> told = unlisted(version, services);
    return told.listed(services);
  }

  /** One that has not been told the services. */
  static Told<ModelSource> unlisted(ClientVersion version, String... services) {
    return new Told<>(version.newSource(List.of(services), new AtomicLong()::incrementAndGet));
  }

  static Told<ModelDestination> destination(ClientVersion version, String... services) {
    Told<ModelDestination> told =
        new Told<>(version.newDestination(List.of(services), new AtomicLong()::incrementAndGet));
    return told.listed(services);
  }

  private Told<C> listed(String... services) {
    if (client.version().subprotocol().announcesServices()) {
      client.hear(new Message.ServiceIds(List.of(services)));
    }
    return this;
  }

  Told<C> hears(Message... messages) {
    for (Message message : messages) {
      client.hear(message);
    }
    return this;
  }

  /** All since the last call. */
  List<Message> says() {
    List<Message> taken = List.copyOf(said);
    said.clear();
    return taken;
  }

  ModelApp lastApp() {
    return client.apps().getLast();
  }

  static Message.Data data(int streamId, String service, int connectionId, int bytes) {
    return new Message.Data(streamId, service, connectionId, ByteBuffer.allocate(bytes));
  }
}
