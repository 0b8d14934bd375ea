package io.adit.server.testing;

import io.adit.wire.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short names for messages, always stream id, service, connection id. */
public final class Messages {
  public static final String NO_SERVICE = "";
  public static final int NO_CONNECTION = 0;

  private Messages() {}

  public static Message.StreamStart streamStart(int streamId, String service, int connectionId) {
    return new Message.StreamStart(streamId, service, connectionId);
  }

  public static Message.StreamReset streamReset(int streamId, String service, int connectionId) {
    return new Message.StreamReset(streamId, service, connectionId);
  }

  public static Message.ConnectionStart connectionStart(
      int streamId, String service, int connectionId) {
    return new Message.ConnectionStart(streamId, service, connectionId);
  }

  public static Message.ConnectionReset connectionReset(
      int streamId, String service, int connectionId) {
    return new Message.ConnectionReset(streamId, service, connectionId);
  }

  public static Message.Data data(int streamId, String service, int connectionId, String text) {
    return data(streamId, service, connectionId, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Message.Data data(int streamId, String service, int connectionId, byte[] payload) {
    return new Message.Data(streamId, service, connectionId, ByteBuffer.wrap(payload));
  }

  public static Message.ServiceIds serviceIds(String... services) {
    return new Message.ServiceIds(List.of(services));
  }
}
