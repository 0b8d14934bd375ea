package io.adit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.FuzzTarget;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.WebSocketReader;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What one end writes the other end reads: a close code in an input's first two bytes and a reason
 * behind them, and the same bytes as a ping and a pong.
 */
final class ControlFramesTarget implements FuzzTarget {
  private static final int MAX_PAYLOAD_BYTES = 125;
  private static final int NO_STATUS = 1005;
  private static final int MASK = 0x80fe017f;

  @Override
  public String name() {
    return "control-frames";
  }

  @Override
  public String run(byte[] input) {
    byte[] all = Arrays.copyOf(input, Math.max(2, input.length));
    int code = (all[0] & 0xff) << 8 | (all[1] & 0xff);
    String reason = new String(all, 2, all.length - 2, StandardCharsets.UTF_8);
    checkPings(ByteBuffer.wrap(all));
    if (code != NO_STATUS && !PlainWebSocket.isSendable(code)) {
      checkRefused(() -> ControlFrame.closeFromServer(code, reason));
      return "a code that may not be sent";
    }
    checkClose(Role.CLIENT, ControlFrame.closeFromServer(code, reason), code, reason);
    checkClose(Role.SERVER, ControlFrame.closeFromClient(code, reason, MASK), code, reason);
    return code == NO_STATUS
        ? "no code"
        : reason.getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD_BYTES - 2
            ? "a reason that is cut"
            : "a reason that fits";
  }

  private static void checkPings(ByteBuffer payload) {
    if (payload.remaining() > MAX_PAYLOAD_BYTES) {
      checkRefused(() -> ControlFrame.pongFromServer(payload));
      checkRefused(() -> ControlFrame.pingFromClient(payload, MASK));
      return;
    }
    assertThat(read(Role.CLIENT, ControlFrame.pongFromServer(payload)).pong).isEqualTo(payload);
    assertThat(read(Role.SERVER, ControlFrame.pongFromClient(payload, MASK)).pong)
        .isEqualTo(payload);
    assertThat(read(Role.SERVER, ControlFrame.pingFromClient(payload, MASK)).ping)
        .isEqualTo(payload);
  }

  private static void checkClose(Role reader, ByteBuffer frame, int code, String reason) {
    Last last = read(reader, frame);
    assertThat(last.code).isEqualTo(code);
    if (code == NO_STATUS) {
      assertThat(last.reason).isEmpty();
    } else {
      assertThat(reason).startsWith(last.reason);
      // No more than one character, of at most four bytes, is lost to the cut.
      int bytes = last.reason.getBytes(StandardCharsets.UTF_8).length;
      assertThat(last.reason.equals(reason) || bytes > MAX_PAYLOAD_BYTES - 2 - 4).isTrue();
    }
  }

  private static void checkRefused(Runnable writing) {
    try {
      writing.run();
    } catch (IllegalArgumentException expected) {
      return;
    }
    throw new AssertionError("written, though it may not be sent");
  }

  private static Last read(Role reader, ByteBuffer frame) {
    Last last = new Last();
    new WebSocketReader(reader, last).read(frame);
    assertThat(frame.hasRemaining()).isFalse();
    return last;
  }

  /** The last control frame that came. */
  private static final class Last implements WebSocketReader.Listener {
    private ByteBuffer ping = ByteBuffer.allocate(0);
    private ByteBuffer pong = ByteBuffer.allocate(0);
    private int code;
    private String reason = "";

    @Override
    public void onPayload(ByteBuffer bytes) {
      throw new AssertionError("payload");
    }

    @Override
    public void onPing(ByteBuffer payload) {
      ping = payload;
    }

    @Override
    public void onPong(ByteBuffer payload) {
      pong = payload;
    }

    @Override
    public void onClose(int sentCode, String sentReason) {
      code = sentCode;
      reason = sentReason;
    }
  }
}
