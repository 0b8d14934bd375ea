package io.adit.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes bytes a little, in the ways that parsers stumble over. */
public final class Mutation {
  private static final int MAX_CHANGES = 5;
  private static final int MAX_ADDED_BYTES = 32;
  private static final int MAX_BYTES = 200_000;

  /** Where lengths, signs and character sets change. */
  private static final long[] EDGES = {
    0,
    1,
    2,
    125,
    126,
    127,
    128,
    129,
    253,
    254,
    255,
    256,
    4_096,
    16_383,
    16_384,
    32_767,
    32_768,
    64_512,
    64_513,
    65_533,
    65_535,
    65_536,
    131_076,
    131_077,
    Integer.MAX_VALUE,
    1L << 31,
    -1L,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private Mutation() {}

  /** One known input, or the beginning of one and the end of another, with some changes. */
  public static byte[] of(Pool known, RandomGenerator random) {
    byte[] input = known.any(random);
    if (random.nextInt(6) == 0) {
      input = joined(input, known.any(random), random);
    }
    return of(input, random);
  }

  /** One to five changes to a copy. */
  public static byte[] of(byte[] input, RandomGenerator random) {
    byte[] changed = input.clone();
    for (int count = random.nextInt(MAX_CHANGES); count >= 0; count--) {
      changed = changedOnce(changed, random);
    }
    return changed;
  }

  private static byte[] changedOnce(byte[] bytes, RandomGenerator random) {
    int at = place(bytes.length, random);
    int count = Math.min(bytes.length - at, 1 + random.nextInt(MAX_ADDED_BYTES));
    return switch (random.nextInt(9)) {
      case 0 -> spliced(bytes, at, new byte[0], at + count);
      case 1 -> spliced(bytes, at, randomBytes(random), at);
      case 2 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, at + count), at);
      case 3 -> {
        byte[] edge = edge(random);
        yield spliced(bytes, at, edge, Math.min(bytes.length, at + edge.length));
      }
      case 4 -> spliced(bytes, at, varint(random), at + Math.min(count, 1));
      case 5 -> random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at) : bytes;
      case 6 -> withByte(bytes, at, (byte) random.nextInt(256));
      default ->
          at == bytes.length
              ? bytes
              : withByte(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
    };
  }

  /** Mostly near the beginning, where headers are. */
  private static int place(int length, RandomGenerator random) {
    return random.nextInt((random.nextBoolean() ? Math.min(length, 24) : length) + 1);
  }

  private static byte[] joined(byte[] first, byte[] second, RandomGenerator random) {
    return spliced(
        first, random.nextInt(first.length + 1), second, random.nextBoolean() ? first.length : 0);
  }

  private static byte[] withByte(byte[] bytes, int at, byte value) {
    if (at < bytes.length) {
      bytes[at] = value;
    }
    return bytes;
  }

  private static byte[] randomBytes(RandomGenerator random) {
    return Seeds.bytes(random, 1 + random.nextInt(MAX_ADDED_BYTES));
  }

  /** A number that is an edge, or next to one, in one to eight bytes, big-endian. */
  private static byte[] edge(RandomGenerator random) {
    byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(number(random)).array();
    return Arrays.copyOfRange(eight, Long.BYTES - (1 << random.nextInt(4)), Long.BYTES);
  }

  private static byte[] varint(RandomGenerator random) {
    ByteBuffer out = ByteBuffer.allocate(11);
    long rest = number(random);
    while ((rest & ~0x7fL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    if (random.nextInt(6) == 0) {
      out.put((byte) (rest | 0x80)); // longer than it need be
      rest = 0;
    }
    return Arrays.copyOf(out.put((byte) rest).array(), out.position());
  }

  private static long number(RandomGenerator random) {
    return EDGES[random.nextInt(EDGES.length)] + random.nextInt(-1, 2);
  }

  /** The bytes up to here, then others, then the bytes from there on. */
  private static byte[] spliced(byte[] bytes, int upTo, byte[] added, int from) {
    int length = upTo + added.length + bytes.length - from;
    if (length > MAX_BYTES) {
      return bytes;
    }
    return ByteBuffer.allocate(length)
        .put(bytes, 0, upTo)
        .put(added)
        .put(bytes, from, bytes.length - from)
        .array();
  }
}
