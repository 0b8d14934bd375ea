package io.adit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A random run of a target. It begins with the inputs that are known, and keeps what ends in a new
 * way to make others of it. Files of what it found, made as small as can be, are left in the
 * module's {@code target/fuzz}, by names that a corpus may have: a failure, and an input for each
 * end that none of the corpus came to.
 *
 * <p>{@code -Dadit.fuzz.inputs=10000000} asks for so many inputs of each target, {@code
 * -Dadit.fuzz.seed=12345} for others than each time, {@code -Dadit.fuzz.target=name} for one target
 * alone.
 */
public final class FuzzRun {
  private static final String INPUTS = "adit.fuzz.inputs";
  private static final String TARGET = "adit.fuzz.target";
  private static final Path FOUND = Path.of("target", "fuzz");

  private final FuzzTarget target;
  private final Pool known;
  private final Set<String> knownEnds = new HashSet<>();
  private final Path found;

  public FuzzRun(FuzzTarget target, Collection<byte[]> corpus) {
    this(target, corpus, FOUND);
  }

  /**
   * @param found the folder for the files
   */
  FuzzRun(FuzzTarget target, Collection<byte[]> corpus, Path found) {
    this.target = target;
    this.known = new Pool(corpus);
    this.found = found.resolve(target.name());
    corpus.forEach(input -> knownEnds.add(endOf(input)));
  }

  /** Whether the run that was asked for has this target. */
  public static boolean isAskedFor(FuzzTarget target) {
    return System.getProperty(TARGET, target.name()).equals(target.name());
  }

  /**
   * As many inputs as were asked for, or so many; a run that was asked for prints how they ended.
   *
   * @throws AssertionError for a finding, and where inputs ended in a way that none of the corpus
   *     does: one of them belongs into it
   */
  public void run(long usualInputs) {
    Set<String> before = Set.copyOf(knownEnds);
    Long asked = Long.getLong(INPUTS);
    long began = System.nanoTime();
    Tally tally = runExactly(asked == null ? usualInputs : asked, Seeds.first());
    if (asked != null) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      System.out.println(target.name() + ": " + asked + " inputs in " + seconds + " s\n" + tally);
    }
    Set<String> ends = new TreeSet<>(tally.ends());
    ends.removeAll(before);
    if (!ends.isEmpty()) {
      throw new AssertionError("no input of the corpus ends so, see " + found + ": " + ends);
    }
  }

  Tally runExactly(long inputs, long seed) {
    Tally tally = new Tally();
    SplittableRandom random = new SplittableRandom(seed);
    for (long i = 0; i < inputs; i++) {
      byte[] input = target.draw(random, known);
      String end = endOf(input);
      if (tally.add(end)) {
        known.add(input);
      }
      if (knownEnds.add(end)) {
        write(Corpus.nameOf(end), Smallest.of(input, smaller -> end.equals(tryToRun(smaller))));
      }
    }
    return tally;
  }

  private String endOf(byte[] input) {
    try {
      return target.run(input.clone());
    } catch (Throwable e) { // also a stack overflow, or no memory
      throw finding(input);
    }
  }

  private AssertionError finding(byte[] input) {
    byte[] least = Smallest.of(input, smaller -> tryToRun(smaller) instanceof Throwable);
    Path file = write("finding-" + HexFormat.of().toHexDigits(Arrays.hashCode(least)), least);
    String start = HexFormat.of().formatHex(least, 0, Math.min(least.length, 200));
    return new AssertionError(
        target.name()
            + " failed on "
            + least.length
            + " bytes, kept in "
            + file.toAbsolutePath()
            + "; make them an input of the corpus: "
            + start,
        tryToRun(least) instanceof Throwable cause
            ? cause
            : new AssertionError("it failed once, and not again"));
  }

  /** The end, or what was thrown. */
  private Object tryToRun(byte[] input) {
    try {
      return target.run(input.clone());
    } catch (Throwable e) {
      return e;
    }
  }

  private Path write(String name, byte[] input) {
    try {
      Files.createDirectories(found);
      return Files.write(found.resolve(name), input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
