package io.adit.wire.websocket;

import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.ByteBuffer;

/**
 * A WebSocket frame built from its parts by the RFC's picture, also one that breaks the rules: the
 * judge of what Adit writes and reads.
 */
public record RawFrame(int firstByte, int lengthBits, boolean masked, int maskKey, byte[] payload) {
  private static final int KEY = 0x37fa213d;

  /** A final frame with the shortest length, masked or not as the reader in this role expects. */
  public static RawFrame to(Role reader, int opcode, byte... payload) {
    int bits = payload.length < 126 ? 7 : payload.length <= 0xffff ? 16 : 64;
    return new RawFrame(0x80 | opcode, bits, reader == Role.SERVER, KEY, payload);
  }

  public RawFrame notFinal() {
    return new RawFrame(firstByte & 0x7f, lengthBits, masked, maskKey, payload);
  }

  public RawFrame withReservedBit(int bit) {
    return new RawFrame(firstByte | bit, lengthBits, masked, maskKey, payload);
  }

  public RawFrame withLengthBits(int bits) {
    return new RawFrame(firstByte, bits, masked, maskKey, payload);
  }

  public RawFrame withMask(boolean mask) {
    return new RawFrame(firstByte, lengthBits, mask, maskKey, payload);
  }

  /** 0 leaves the payload readable. */
  public RawFrame withMaskKey(int key) {
    return new RawFrame(firstByte, lengthBits, masked, key, payload);
  }

  public byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
    int maskBit = masked ? 0x80 : 0;
    out.put((byte) firstByte);
    switch (lengthBits) {
      case 7 -> out.put((byte) (maskBit | payload.length));
      case 16 -> out.put((byte) (maskBit | 126)).putShort((short) payload.length);
      default -> out.put((byte) (maskBit | 127)).putLong(payload.length);
    }
    byte[] key = ByteBuffer.allocate(4).putInt(maskKey).array();
    if (masked) {
      out.put(key);
    }
    for (int i = 0; i < payload.length; i++) {
      out.put((byte) (masked ? payload[i] ^ key[i % 4] : payload[i]));
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }
}
