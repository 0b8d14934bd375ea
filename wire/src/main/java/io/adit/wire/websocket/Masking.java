package io.adit.wire.websocket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The exclusive-or of RFC 6455, section 5.3, in place. */
final class Masking {
  private Masking() {}

  /**
   * Masks or unmasks the bytes between position and limit; the position stays.
   *
   * @param key the four mask bytes, big-endian
   * @param offset how many bytes of the frame's payload came before
   */
  static void apply(ByteBuffer bytes, int key, long offset) {
    int rotated = Integer.rotateLeft(key, (int) (offset & 3) * 8);
    long twice = Integer.toUnsignedLong(rotated) << 32 | Integer.toUnsignedLong(rotated);
    // In the machine's own order, or each eight bytes would be turned around twice.
    ByteBuffer view = bytes.duplicate().order(ByteOrder.nativeOrder());
    long mask = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? twice : Long.reverseBytes(twice);
    int position = view.position();
    int limit = view.limit();
    for (; position <= limit - Long.BYTES; position += Long.BYTES) {
      view.putLong(position, view.getLong(position) ^ mask);
    }
    for (int shift = 24; position < limit; position++, shift -= 8) {
      view.put(position, (byte) (view.get(position) ^ rotated >>> (shift & 24)));
    }
  }
}
