package io.adit.cli;

import java.nio.file.Path;
import java.util.Map;

/** Where a server keeps its data when nobody says otherwise. */
final class DataPath {
  private DataPath() {}

  /** {@code $XDG_DATA_HOME/adit}, else {@code ~/.local/share/adit}. */
  static Path byDefault(Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    // The XDG rule: a path that is not absolute is not to be used.
    return xdg.startsWith("/")
        ? Path.of(xdg, "adit")
        : Path.of(System.getProperty("user.home"), ".local", "share", "adit");
  }
}
