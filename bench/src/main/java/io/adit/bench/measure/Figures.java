package io.adit.bench.measure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The figures of a bench as JSON, for programs. */
public final class Figures {
  private Figures() {}

  /**
   * Writes a report, with the folders that are missing above it.
   *
   * @param report a record
   */
  public static void write(Path file, Record report) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    new JsonMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
  }
}
