package io.adit.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for as long as a measurement takes. */
public record Scratch(Path folder) implements AutoCloseable {
  public static Scratch make() throws IOException {
    return new Scratch(Files.createTempDirectory("adit-bench-"));
  }

  /** On the disk of this folder; the usual place may be in memory. */
  public static Scratch in(Path parent) throws IOException {
    return new Scratch(Files.createTempDirectory(Files.createDirectories(parent), "adit-bench-"));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.delete(path);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
