package io.adit.wire.websocket;

import io.adit.wire.PlainText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes ping, pong and close frames, and the header that every frame begins with. */
public final class ControlFrame {
  private static final int MAX_REASON_BYTES = Opcode.MAX_CONTROL_PAYLOAD_BYTES - 2;

  private ControlFrame() {}

  /** The service's answer to a ping: the same payload (official clients die on any other). */
  public static ByteBuffer pongFromServer(ByteBuffer payload) {
    return frame(Opcode.PONG, payload, false, 0);
  }

  /** The service's ping, an empty one: AWS's device SDK takes a payload for bytes of the tunnel. */
  public static ByteBuffer pingFromServer() {
    return frame(Opcode.PING, ByteBuffer.allocate(0), false, 0);
  }

  /**
   * The service's close frame; a reason that does not fit is cut. With {@link CloseCode#NO_STATUS},
   * which answers a close frame that had no code, it has none either.
   */
  public static ByteBuffer closeFromServer(int code, String reason) {
    return frame(Opcode.CLOSE, closePayload(code, reason), false, 0);
  }

  public static ByteBuffer pingFromClient(ByteBuffer payload, int maskKey) {
    return frame(Opcode.PING, payload, true, maskKey);
  }

  public static ByteBuffer pongFromClient(ByteBuffer payload, int maskKey) {
    return frame(Opcode.PONG, payload, true, maskKey);
  }

  public static ByteBuffer closeFromClient(int code, String reason, int maskKey) {
    return frame(Opcode.CLOSE, closePayload(code, reason), true, maskKey);
  }

  static int headerSize(int payloadBytes, boolean masked) {
    int extended = payloadBytes < Opcode.LENGTH_16 ? 0 : payloadBytes <= 0xffff ? 2 : 8;
    return 2 + extended + (masked ? 4 : 0);
  }

  static void putHeader(ByteBuffer out, int opcode, int payloadBytes, boolean masked, int maskKey) {
    out.put((byte) (Opcode.FIN | opcode));
    int maskBit = masked ? Opcode.MASKED : 0;
    if (payloadBytes < Opcode.LENGTH_16) {
      out.put((byte) (maskBit | payloadBytes));
    } else if (payloadBytes <= 0xffff) {
      out.put((byte) (maskBit | Opcode.LENGTH_16));
      putBigEndian(out, payloadBytes, Short.BYTES);
    } else {
      out.put((byte) (maskBit | Opcode.LENGTH_64));
      putBigEndian(out, payloadBytes, Long.BYTES);
    }
    if (masked) {
      putBigEndian(out, maskKey, Integer.BYTES);
    }
  }

  /** The wire's byte order, whatever the buffer's is. */
  static void putBigEndian(ByteBuffer out, long value, int bytes) {
    for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.put((byte) (value >>> shift));
    }
  }

  private static ByteBuffer closePayload(int code, String reason) {
    if (code == CloseCode.NO_STATUS) {
      return ByteBuffer.allocate(0);
    }
    if (!CloseCode.isSendable(code)) {
      throw new IllegalArgumentException("close code " + code + " is not one that may be sent");
    }
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    int length = PlainText.lengthWithin(utf8, MAX_REASON_BYTES);
    return ByteBuffer.allocate(2 + length).putShort((short) code).put(utf8, 0, length).flip();
  }

  private static ByteBuffer frame(int opcode, ByteBuffer payload, boolean masked, int maskKey) {
    int bytes = payload.remaining();
    if (bytes > Opcode.MAX_CONTROL_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("a control frame of " + bytes + " bytes; at most 125");
    }
    ByteBuffer out = ByteBuffer.allocate(headerSize(bytes, masked) + bytes);
    putHeader(out, opcode, bytes, masked, maskKey);
    int start = out.position();
    out.put(payload.duplicate());
    if (masked) {
      Masking.apply(out.slice(start, bytes), maskKey, 0);
    }
    return out.flip();
  }
}
