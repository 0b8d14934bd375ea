package io.adit.fuzz;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random inputs that can be had again: a failure names its seed. Every run tries the same ones,
 * unless {@code -Dadit.fuzz.factor=100} asks for a hundred times as many, or {@code
 * -Dadit.fuzz.seed=12345} for others.
 */
public final class Seeds {
  private static final long FIRST = Long.getLong("adit.fuzz.seed", 1);
  private static final int FACTOR = Integer.getInteger("adit.fuzz.factor", 1);

  private Seeds() {}

  /** A test of one random input. */
  @FunctionalInterface
  public interface Trial {
    void run(RandomGenerator random) throws Exception;
  }

  /** Runs a trial with as many seeds. */
  public static void forEach(int seeds, Trial trial) {
    for (long seed = FIRST; seed < FIRST + (long) seeds * FACTOR; seed++) {
      try {
        trial.run(new SplittableRandom(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("-Dadit.fuzz.seed=" + seed + " repeats it: " + e, e);
      }
    }
  }

  static long first() {
    return FIRST;
  }

  /** Random bytes. */
  public static byte[] bytes(RandomGenerator random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
