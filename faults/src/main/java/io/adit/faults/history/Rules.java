package io.adit.faults.history;

import java.util.List;
import java.util.stream.Stream;

/** Holds a history against every {@link Rule}. */
public final class Rules {
  private Rules() {}

  /** All that is wrong; nothing where all is as promised. */
  public static List<Violation> violations(History history) {
    return Stream.of(
            new TokenRules(history).violations(),
            new CarryRules(history).violations(),
            new StateRules(history).violations())
        .flatMap(each -> each)
        .toList();
  }
}
