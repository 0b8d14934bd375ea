package io.adit.server.policy;

import java.util.List;
import java.util.Optional;

/**
 * Which actions or resources a statement is for.
 *
 * @param isNot whether it is for all but these
 */
record Match(boolean isNot, List<Template> patterns) {

  /**
   * Whether it is for this one; where a variable has no value, it is for Deny and not for Allow.
   */
  boolean includes(String name, Facts facts, Statement.Effect effect) {
    boolean isUnsure = false;
    for (Template pattern : patterns) {
      Optional<Glob> glob = pattern.fill(facts);
      if (glob.isEmpty()) {
        isUnsure = true;
      } else if (glob.get().matches(name)) {
        return !isNot;
      }
    }
    return isUnsure ? effect == Statement.Effect.DENY : isNot;
  }

  /** Whether it is for everything that there is. */
  boolean isAll() {
    return !isNot
        && patterns.stream()
            .anyMatch(each -> each.fill(Facts.NONE).map(Glob::isAnything).orElse(false));
  }

  @Override
  public String toString() {
    return (isNot ? "all but " : "") + patterns;
  }
}
