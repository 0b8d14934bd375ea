package io.adit.server.relay;

import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short names for messages, always stream id, service, connection id. */
final class Messages {
  static final String NO_SERVICE = "";
  static final int NO_CONNECTION = 0;

  private Messages() {}

  static Message.StreamStart streamStart(int streamId, String service, int connectionId) {
    return new Message.StreamStart(streamId, service, connectionId);
  }

  static Message.StreamReset streamReset(int streamId, String service, int connectionId) {
    return new Message.StreamReset(streamId, service, connectionId);
  }

  static Message.ConnectionStart connectionStart(int streamId, String service, int connectionId) {
    return new Message.ConnectionStart(streamId, service, connectionId);
  }

  static Message.ConnectionReset connectionReset(int streamId, String service, int connectionId) {
    return new Message.ConnectionReset(streamId, service, connectionId);
  }

  static Message.Data data(int streamId, String service, int connectionId, String text) {
    return data(streamId, service, connectionId, text.getBytes(StandardCharsets.UTF_8));
  }

  static Message.Data data(int streamId, String service, int connectionId, byte[] payload) {
    return new Message.Data(streamId, service, connectionId, ByteBuffer.wrap(payload));
  }

  static Message.ServiceIds serviceIds(String... services) {
    return new Message.ServiceIds(List.of(services));
  }
}
