package io.adit.wire.fuzz;

import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.MessageCodec.UnknownFields;
import io.adit.wire.SendRules;
import io.adit.wire.Side;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.WebSocketReader;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way in as the service puts it together: bytes, frames, messages, send rules. */
final class ReceivePath implements WebSocketReader.Listener {
  private final WebSocketReader webSocket = new WebSocketReader(Role.SERVER, this);
  private final FrameReader frames = new FrameReader();
  private final SendRules rules;
  private final List<Object> arrivals = new ArrayList<>();
  private boolean closed;
  private @Nullable WireViolation violation;

  ReceivePath(LinkSetting setting) {
    rules = setting.rules();
    if (setting.sender() == Side.DESTINATION) {
      setting.services().stream().limit(2).forEach(rules::onStarted);
    }
  }

  void read(List<ByteBuffer> chunks) {
    for (ByteBuffer chunk : chunks) {
      try {
        webSocket.read(chunk);
      } catch (WireViolation e) {
        if (violation != null) {
          throw new AssertionError("a second violation: " + e.rule(), e);
        }
        violation = e;
      }
    }
  }

  List<Message> messages() {
    return arrivals.stream().filter(Message.class::isInstance).map(Message.class::cast).toList();
  }

  @Nullable WireViolation violation() {
    return violation;
  }

  boolean isClosed() {
    return closed;
  }

  int bufferedBytes() {
    return frames.bufferedBytes();
  }

  @Override
  public void onPayload(ByteBuffer bytes) {
    frames.read(bytes, this::onFrame);
  }

  private void onFrame(ByteBuffer bytes) {
    Message message = MessageCodec.decode(bytes, UnknownFields.REFUSE);
    rules.check(message);
    arrivals.add(message);
  }

  @Override
  public void onPing(ByteBuffer payload) {
    arrivals.add(ControlFrame.pongFromServer(payload));
  }

  @Override
  public void onPong(ByteBuffer payload) {
    arrivals.add(payload);
  }

  @Override
  public void onClose(int code, String reason) {
    closed = true;
    arrivals.add(ControlFrame.closeFromServer(code, reason));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReceivePath that
        && arrivals.equals(that.arrivals)
        && rule().equals(that.rule());
  }

  @Override
  public int hashCode() {
    return arrivals.hashCode();
  }

  private String rule() {
    return violation == null ? "" : violation.kind() + ": " + violation.rule();
  }

  @Override
  public String toString() {
    return arrivals + " " + rule();
  }
}
