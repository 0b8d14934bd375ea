package io.adit.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The ways in which a network may cut a stream of bytes. Every chunk is a fresh copy. */
public final class Splits {
  private static final int[] PIECES = {1, 2, 3, 7, 4_096};
  private static final int TWICE_BYTES = 48;
  private static final int ONCE_BYTES = 2_048;
  private static final int EDGE_BYTES = 64;
  private static final int RANDOM_WAYS = 40;

  private Splits() {}

  /** The stream whole, cut once and cut twice, at every place. */
  public static void everyOneTwoAndThree(byte[] stream, Consumer<List<ByteBuffer>> test) {
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second++) {
        test.accept(at(stream, first, second));
      }
    }
  }

  /** The stream byte by byte. */
  public static List<ByteBuffer> singleBytes(byte[] stream) {
    return pieces(stream, 1);
  }

  /**
   * All the ways that a short stream can be cut once, the shortest twice; of a long one those near
   * its ends, and others at random, always the same. And into pieces of one size.
   */
  public static void every(byte[] stream, Consumer<List<ByteBuffer>> test) {
    for (int bytes : PIECES) {
      test.accept(pieces(stream, bytes));
    }
    if (stream.length <= TWICE_BYTES) {
      everyOneTwoAndThree(stream, test);
      return;
    }
    for (int cut = 0; cut <= stream.length; cut++) {
      if (stream.length <= ONCE_BYTES || cut <= EDGE_BYTES || cut >= stream.length - EDGE_BYTES) {
        test.accept(at(stream, cut));
      }
    }
    RandomGenerator random = new SplittableRandom(stream.length);
    for (int i = 0; i < RANDOM_WAYS; i++) {
      test.accept(random(stream, 10, random));
    }
  }

  private static List<ByteBuffer> pieces(byte[] stream, int bytes) {
    int[] cuts = new int[stream.length / bytes];
    Arrays.setAll(cuts, i -> i * bytes);
    return at(stream, cuts);
  }

  /** The stream cut at up to so many random places. */
  public static List<ByteBuffer> random(byte[] stream, int cuts, RandomGenerator random) {
    int[] places = random.ints(random.nextInt(cuts + 1), 0, stream.length + 1).sorted().toArray();
    return at(stream, places);
  }

  private static List<ByteBuffer> at(byte[] stream, int... cuts) {
    List<ByteBuffer> chunks = new ArrayList<>();
    int start = 0;
    for (int cut : cuts) {
      chunks.add(ByteBuffer.wrap(Arrays.copyOfRange(stream, start, cut)));
      start = cut;
    }
    chunks.add(ByteBuffer.wrap(Arrays.copyOfRange(stream, start, stream.length)));
    return chunks;
  }
}
