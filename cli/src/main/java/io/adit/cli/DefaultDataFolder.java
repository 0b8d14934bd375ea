package io.adit.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where data lies when nobody says where, after the XDG base directory specification. */
final class DefaultDataFolder {
  private DefaultDataFolder() {}

  static Path in(Map<String, String> environment) {
    return base(environment).resolve("adit");
  }

  private static Path base(Map<String, String> environment) {
    @Nullable String xdg = environment.get("XDG_DATA_HOME");
    // The specification wants relative ones ignored.
    if (xdg != null && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg);
    }
    return Path.of(System.getProperty("user.home"), ".local", "share");
  }
}
