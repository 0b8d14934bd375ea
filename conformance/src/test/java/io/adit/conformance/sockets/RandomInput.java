package io.adit.conformance.sockets;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Endless malformed input from a seed: noise, and good requests with some bytes wrong. */
public final class RandomInput {
  private static final int MAX_NOISE_BYTES = 600;
  private static final int MAX_CHANGES = 8;

  private final SplittableRandom random;
  private final byte[][] goodRequests;

  /**
   * @param goodRequests none may be answered well, in case that a change leaves one good
   */
  public RandomInput(long seed, byte[]... goodRequests) {
    this.random = new SplittableRandom(seed);
    this.goodRequests = goodRequests;
  }

  public byte[] next() {
    int kind = random.nextInt(goodRequests.length + 1);
    return kind == goodRequests.length ? noise() : spoilt(goodRequests[kind]);
  }

  private byte[] noise() {
    var bytes = new byte[random.nextInt(1, MAX_NOISE_BYTES)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] spoilt(byte[] good) {
    var bytes = good.clone();
    for (int change = random.nextInt(1, MAX_CHANGES); change > 0; change--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = without(bytes, at, random.nextInt(1, 20));
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int at, int count) {
    int end = Math.min(bytes.length, at + count);
    if (at == 0 && end == bytes.length) {
      return bytes;
    }
    var rest = Arrays.copyOf(bytes, bytes.length - (end - at));
    System.arraycopy(bytes, end, rest, at, bytes.length - end);
    return rest;
  }
}
