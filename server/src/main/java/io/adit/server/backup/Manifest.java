package io.adit.server.backup;

import java.util.Map;

/**
 * What is in a backup.
 *
 * @param form of the archive; only {@link #FORM} can be read
 * @param madeAt in ISO form
 * @param madeBy the version of the program
 * @param files by their names in the data folder
 */
public record Manifest(int form, String madeAt, String madeBy, Map<String, Sum> files) {
  static final int FORM = 1;

  public Manifest {
    files = Map.copyOf(files);
  }

  /** What a file's content must be. */
  public record Sum(long bytes, String sha256) {}

  /** How many bytes all files have. */
  public long bytes() {
    return files.values().stream().mapToLong(Sum::bytes).sum();
  }
}
