package io.adit.server.splice;

import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a link was sent, payloads copied as a socket would. */
final class Heard implements Outbox {
  private final List<Message> messages = new ArrayList<>();

  @Override
  public void send(Message message) {
    messages.add(copyOf(message));
  }

  /** All since the last call, in order. */
  List<Message> take() {
    List<Message> taken = List.copyOf(messages);
    messages.clear();
    return taken;
  }

  static Message copyOf(Message message) {
    if (message instanceof Message.Data data) {
      ByteBuffer copy =
          ByteBuffer.allocate(data.payload().remaining()).put(data.payload().duplicate()).flip();
      return new Message.Data(data.streamId(), data.serviceId(), data.connectionId(), copy);
    }
    return message;
  }
}
