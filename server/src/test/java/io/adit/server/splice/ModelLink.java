package io.adit.server.splice;

import io.adit.wire.Message;
import java.util.ArrayDeque;
import java.util.Deque;

/** A client, its leg in the relay, and what is on the way between them. */
final class ModelLink<C extends ModelClient> {
  private final C client;
  private final Deque<Message> toClient = new ArrayDeque<>();
  private final Leg leg;

  ModelLink(C client, ModelTunnel.Attaching attaching) {
    this.client = client;
    leg = attaching.attach(message -> toClient.add(Heard.copyOf(message)));
  }

  C client() {
    return client;
  }

  Leg leg() {
    return leg;
  }

  /** One message arrives at the relay; returns whether there was one. */
  boolean relayReads() {
    Message message = client.toRelay().poll();
    if (message == null) {
      return false;
    }
    leg.onMessage(message);
    return true;
  }

  /** One message arrives at the client; returns whether there was one and it reads. */
  boolean clientReads() {
    if (toClient.isEmpty() || !client.isReading()) {
      return false;
    }
    client.hear(toClient.remove());
    return true;
  }
}
