package io.adit.wire.fuzz;

import io.adit.wire.WireViolation;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How an input can end, without the values that it had. */
final class Ends {
  static final String ACCEPTED = "accepted";

  private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);
  private static final Pattern LIST = Pattern.compile("\\[.*]");
  private static final Pattern NUMBER = Pattern.compile("(?<![-.\\w])-?\\d+(?![.\\w])");

  private Ends() {}

  /** The rule that was broken, with its kind; accepted where there is none. */
  static String of(@Nullable WireViolation violation) {
    if (violation == null) {
      return ACCEPTED;
    }
    String rule = QUOTED.matcher(violation.rule()).replaceAll("'…'");
    rule = LIST.matcher(rule).replaceAll("[…]");
    return violation.kind() + ": " + NUMBER.matcher(rule).replaceAll("#");
  }
}
