package io.adit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A random run of a target. It begins with the inputs that are known, and keeps what ends in a new
 * way to make others of it. A finding is made as small as it can be and written to a file.
 *
 * <p>{@code -Dadit.fuzz.inputs=10000000} asks for so many inputs of each target, {@code
 * -Dadit.fuzz.seed=12345} for others than each time, {@code -Dadit.fuzz.target=name} for one target
 * alone.
 */
public final class FuzzRun {
  private static final String INPUTS = "adit.fuzz.inputs";
  private static final String TARGET = "adit.fuzz.target";
  private static final Path FINDINGS = Path.of("target", "fuzz");

  private final FuzzTarget target;
  private final Pool known;
  private final Tally tally = new Tally();
  private final Path findings;

  public FuzzRun(FuzzTarget target, Collection<byte[]> corpus) {
    this(target, corpus, FINDINGS);
  }

  /**
   * @param findings the folder in which a finding is written to a file
   */
  FuzzRun(FuzzTarget target, Collection<byte[]> corpus, Path findings) {
    this.target = target;
    this.known = new Pool(corpus);
    this.findings = findings;
  }

  /** Whether the run that was asked for has this target. */
  public static boolean isAskedFor(FuzzTarget target) {
    return System.getProperty(TARGET, target.name()).equals(target.name());
  }

  /**
   * As many inputs as were asked for, or so many; a run that was asked for prints how they ended.
   */
  public Tally run(long usualInputs) {
    Long asked = Long.getLong(INPUTS);
    long began = System.nanoTime();
    runExactly(asked == null ? usualInputs : asked, Seeds.first());
    if (asked != null) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      System.out.println(target.name() + ": " + asked + " inputs in " + seconds + " s\n" + tally);
    }
    return tally;
  }

  Tally runExactly(long inputs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (long i = 0; i < inputs; i++) {
      byte[] input = target.draw(random, known);
      try {
        if (tally.add(target.run(input))) {
          known.add(input);
        }
      } catch (Throwable e) { // also a stack overflow, or no memory
        throw finding(input);
      }
    }
    return tally;
  }

  private AssertionError finding(byte[] input) {
    byte[] least = smaller(input);
    Throwable cause = failure(least);
    Path file = findings.resolve(target.name()).resolve("finding-" + name(least));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, least);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AssertionError(
        target.name()
            + " failed on "
            + least.length
            + " bytes, kept in "
            + file.toAbsolutePath()
            + "; make them an input of the corpus: "
            + HexFormat.of().formatHex(least, 0, Math.min(least.length, 200)),
        cause);
  }

  private static String name(byte[] input) {
    return HexFormat.of().toHexDigits(Arrays.hashCode(input));
  }

  private Throwable failure(byte[] input) {
    try {
      target.run(input.clone());
      return new AssertionError("it failed once, and not again");
    } catch (Throwable e) {
      return e;
    }
  }

  private boolean fails(byte[] input) {
    try {
      target.run(input.clone());
      return false;
    } catch (Throwable e) {
      return true;
    }
  }

  /** Leaves out pieces, large ones first, as long as it still fails. */
  private byte[] smaller(byte[] input) {
    byte[] least = input;
    for (int piece = Math.max(1, input.length / 2); piece > 0; piece /= 2) {
      for (int at = least.length - piece; at >= 0; at -= piece) {
        byte[] without = without(least, at, piece);
        least = fails(without) ? without : least;
        at = Math.min(at, least.length);
      }
    }
    return least;
  }

  private static byte[] without(byte[] bytes, int from, int count) {
    byte[] rest = Arrays.copyOf(bytes, bytes.length - count);
    System.arraycopy(bytes, from + count, rest, from, rest.length - from);
    return rest;
  }
}
