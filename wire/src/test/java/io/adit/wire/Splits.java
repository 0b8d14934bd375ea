package io.adit.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The ways in which a network may cut a stream of bytes. Every chunk is a fresh copy. */
public final class Splits {
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
    int[] cuts = new int[stream.length];
    Arrays.setAll(cuts, i -> i);
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
