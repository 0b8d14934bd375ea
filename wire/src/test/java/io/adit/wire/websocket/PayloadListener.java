package io.adit.wire.websocket;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Hands payload on, and fails where anything else arrives. */
class PayloadListener implements WebSocketReader.Listener {
  private final Consumer<ByteBuffer> onPayload;

  PayloadListener(Consumer<ByteBuffer> onPayload) {
    this.onPayload = onPayload;
  }

  @Override
  public void onPayload(ByteBuffer bytes) {
    onPayload.accept(bytes);
  }

  @Override
  public void onPing(ByteBuffer payload) {
    throw new AssertionError("a ping");
  }

  @Override
  public void onPong(ByteBuffer payload) {
    throw new AssertionError("a pong");
  }

  @Override
  public void onClose(int code, String reason) {
    throw new AssertionError("a close frame: " + code + " " + reason);
  }
}
