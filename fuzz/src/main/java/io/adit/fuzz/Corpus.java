package io.adit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A target's inputs in the tree: {@code src/test/resources/fuzz/<target>/<what it is>}. A name that
 * begins with {@code ends-} says how the input ends; one that begins with {@code found-} is the
 * hash that a coverage-guided run gave it.
 */
public final class Corpus {
  private static final String ENDS = "ends-";

  private Corpus() {}

  /** The name of an input that is kept for how it ends. */
  public static String nameOf(String end) {
    String words = end.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return ENDS + words.replaceAll("^-|-$", "");
  }

  /**
   * Runs the target with each of its inputs, and each in every split.
   *
   * @param place a class of the module that has the corpus
   * @throws AssertionError naming the input where something does not hold, or where its name tells
   *     another end
   */
  public static void replay(FuzzTarget target, Class<?> place) {
    of(target, place)
        .forEach((name, input) -> {
          try {
            replay(target, name, input);
          } catch (Throwable e) { // also a stack overflow, or no memory
            throw new AssertionError(target.name() + "/" + name + ": " + e.getMessage(), e);
          }
        });
  }

  private static void replay(FuzzTarget target, String name, byte[] input) {
    String end = target.run(input.clone());
    if (target instanceof StreamTarget<?> streamTarget) {
      streamTarget.runEverySplit(input);
    }
    if (name.startsWith(ENDS) && !name.equals(nameOf(end))) {
      throw new AssertionError("it ends otherwise: " + end);
    }
  }

  /**
   * The inputs by name, in the order of their names.
   *
   * @param place a class of the module that has the corpus
   * @throws IllegalStateException where there is none
   */
  public static Map<String, byte[]> of(FuzzTarget target, Class<?> place) {
    URL folder = place.getResource("/fuzz/" + target.name());
    if (folder == null) {
      throw new IllegalStateException(
          "no inputs for " + target.name() + ": src/test/resources/fuzz/" + target.name());
    }
    Map<String, byte[]> inputs = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.toList()) {
        inputs.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return inputs;
  }
}
