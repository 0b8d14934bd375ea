package io.adit.wire.websocket;

import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.MessageCodec.UnknownFields;
import io.adit.wire.SendRules;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole way in, as the service puts it together: bytes, frames, messages, send rules. */
final class Link implements WebSocketReader.Listener {
  private final WebSocketReader webSocket = new WebSocketReader(Role.SERVER, this);
  private final FrameReader frames = new FrameReader();
  private final SendRules rules;
  private final List<Object> arrivals = new ArrayList<>();
  private @Nullable WireViolation violation;

  Link(Side sender, Subprotocol subprotocol) {
    rules = new SendRules(sender, subprotocol, List.of("SSH"));
    if (sender == Side.DESTINATION) {
      rules.onStarted("SSH");
    }
  }

  void read(List<ByteBuffer> chunks) {
    for (ByteBuffer chunk : chunks) {
      try {
        webSocket.read(chunk);
      } catch (WireViolation e) {
        violation = e;
      }
    }
  }

  /** Messages, pings, pongs and the close frame, in order. */
  List<Object> arrivals() {
    return arrivals;
  }

  @Nullable WireViolation violation() {
    return violation;
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
    arrivals.add(ControlFrame.closeFromServer(code, reason));
  }
}
