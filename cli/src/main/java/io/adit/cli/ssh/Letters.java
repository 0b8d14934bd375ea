package io.adit.cli.ssh;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of one of OpenSSH's programs: single letters, as its getopt knows them.
 *
 * @param withValue the letters that take a value; all others are switches
 * @param refused the letters that a tunnel leaves no room for, and why
 */
record Letters(String withValue, Map<Character, String> refused) {
  private static final String PORT =
      "the device's port is its agent's business, which maps the service to it; another service is"
          + " reached with --service";
  private static final String JUMP = "the way to the device is the tunnel";
  private static final String BACKGROUND =
      "the tunnel lives as long as adit waits for ssh; put adit into the background with &, or use"
          + " plain ssh with the lines of 'adit ssh-config'";

  static final Letters SSH =
      new Letters("BbcDEeFIiJLlmOoPpQRSWw", Map.of('p', PORT, 'J', JUMP, 'f', BACKGROUND));

  static final Letters SCP = new Letters("cDFiJloPSX", Map.of('P', PORT, 'J', JUMP));

  static final Letters SFTP = new Letters("BbcDFiJloPRSsX", Map.of('P', PORT, 'J', JUMP));

  private static final Set<String> WAYS =
      Set.of("hostname", "proxycommand", "proxyjump", "proxyusefdpass");

  /** Why this option cannot be had; empty for one that can. */
  Optional<String> problem(char letter, String value) {
    String why = letter == 'o' ? problem(keyword(value)) : refused.get(letter);
    return Optional.ofNullable(why)
        .map(text -> "-" + letter + (letter == 'o' ? " " + value : "") + ": " + text);
  }

  private static @org.jspecify.annotations.Nullable String problem(String keyword) {
    if (WAYS.contains(keyword)) {
      return JUMP;
    }
    return switch (keyword) {
      case "port" -> PORT;
      case "forkafterauthentication" -> BACKGROUND;
      default -> null;
    };
  }

  /** ssh takes {@code Keyword=value} and {@code Keyword value}, in any case. */
  private static String keyword(String option) {
    return option.strip().split("[\\s=]", 2)[0].toLowerCase(Locale.ROOT);
  }
}
