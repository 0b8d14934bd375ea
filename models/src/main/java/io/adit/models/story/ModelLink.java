package io.adit.models.story;

import io.adit.models.client.ModelClient;
import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;

/** A client, its leg in the relay, and what is on the way between them. */
public final class ModelLink<C extends ModelClient> {
  private final C client;
  private final Deque<Message> toClient = new ArrayDeque<>();
  private final Deque<Message> toRelay = new ArrayDeque<>();
  private final PureRelay.Leg leg;

  ModelLink(C client, Function<Consumer<Message>, PureRelay.Leg> attach) {
    this.client = client;
    client.connect(toRelay::add);
    leg = attach.apply(message -> toClient.add(copyOf(message)));
  }

  public C client() {
    return client;
  }

  PureRelay.Leg leg() {
    return leg;
  }

  /** One message arrives at the relay; returns whether there was one. */
  public boolean relayReads() {
    Message message = toRelay.poll();
    if (message == null) {
      return false;
    }
    leg.onMessage(message);
    return true;
  }

  /** One message arrives at the client; returns whether there was one and it reads. */
  public boolean clientReads() {
    if (toClient.isEmpty() || !client.isReading()) {
      return false;
    }
    client.hear(toClient.remove());
    return true;
  }

  private static Message copyOf(Message message) {
    if (message instanceof Message.Data data) {
      ByteBuffer copy =
          ByteBuffer.allocate(data.payload().remaining()).put(data.payload().duplicate()).flip();
      return new Message.Data(data.streamId(), data.serviceId(), data.connectionId(), copy);
    }
    return message;
  }
}
