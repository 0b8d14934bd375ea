package io.adit.fuzz;

import java.util.Arrays;
import java.util.function.Predicate;

/** Makes an input as small as it can be with what is interesting of it. */
final class Smallest {
  private Smallest() {}

  /** Leaves out pieces, large ones first, and zeroes bytes, as long as it stays interesting. */
  static byte[] of(byte[] input, Predicate<byte[]> isInteresting) {
    byte[] least = input;
    for (int piece = Math.max(1, input.length / 2); piece > 0; piece /= 2) {
      for (int at = least.length - piece; at >= 0; at = Math.min(at, least.length) - piece) {
        byte[] without = without(least, at, piece);
        least = isInteresting.test(without) ? without : least;
      }
    }
    return zeroed(least, isInteresting);
  }

  private static byte[] zeroed(byte[] input, Predicate<byte[]> isInteresting) {
    byte[] least = input;
    for (int i = 0; i < least.length; i++) {
      byte[] zeroed = least.clone();
      zeroed[i] = 0;
      least = isInteresting.test(zeroed) ? zeroed : least;
    }
    return least;
  }

  private static byte[] without(byte[] bytes, int from, int count) {
    byte[] rest = Arrays.copyOf(bytes, bytes.length - count);
    System.arraycopy(bytes, from + count, rest, from, rest.length - from);
    return rest;
  }
}
