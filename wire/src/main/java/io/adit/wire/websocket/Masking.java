package io.adit.wire.websocket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/** The exclusive-or of RFC 6455, section 5.3, in place. */
final class Masking {
  /** So many longs go through an array at once: no more than stays near the processor. */
  private static final int STEP = 1024;

  /** Fewer are not worth the array. */
  private static final int LEAST = 32;

  private static final ThreadLocal<long[]> STEPS = ThreadLocal.withInitial(() -> new long[STEP]);

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
    int position = view.position() + applyInSteps(view.asLongBuffer(), mask) * Long.BYTES;
    int limit = view.limit();
    for (; position <= limit - Long.BYTES; position += Long.BYTES) {
      view.putLong(position, view.getLong(position) ^ mask);
    }
    for (int shift = 24; position < limit; position++, shift -= 8) {
      view.put(position, (byte) (view.get(position) ^ rotated >>> (shift & 24)));
    }
  }

  /**
   * The most of it, where there is much: proxies run with Java's first compiler alone, which makes
   * ten times as much of each access to a buffer as of one to an array.
   *
   * @return how many are done
   */
  private static int applyInSteps(LongBuffer longs, long mask) {
    int count = longs.remaining();
    if (count < LEAST) {
      return 0;
    }
    long[] step = STEPS.get();
    for (int done = 0; done < count; done += step.length) {
      int some = Math.min(step.length, count - done);
      longs.get(done, step, 0, some);
      for (int i = 0; i < some; i++) {
        step[i] ^= mask;
      }
      longs.put(done, step, 0, some);
    }
    return count;
  }
}
