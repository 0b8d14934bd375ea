package io.adit.conformance.sockets;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes that follow from a seed, so that each end knows what it must see. */
final class RandomBytes {
  static final int BLOCK = 8192;

  private RandomBytes() {}

  static void write(OutputStream out, long seed, int blocks) throws IOException {
    var random = new SplittableRandom(seed);
    var block = new byte[BLOCK];
    for (int i = 0; i < blocks; i++) {
      random.nextBytes(block);
      out.write(block);
    }
    out.flush();
  }

  /** Reads as many, and tells whether they were these. */
  static boolean readAndCompare(DataInputStream in, long seed, int blocks) throws IOException {
    var random = new SplittableRandom(seed);
    var expected = new byte[BLOCK];
    var seen = new byte[BLOCK];
    boolean same = true;
    for (int i = 0; i < blocks; i++) {
      random.nextBytes(expected);
      in.readFully(seen);
      same &= Arrays.equals(expected, seen);
    }
    return same;
  }
}
