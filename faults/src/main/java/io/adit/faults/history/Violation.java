package io.adit.faults.history;

/**
 * Something that must not be in any history.
 *
 * @param rule which of the rules says so
 * @param what in words, with the tunnel, the token's name and the times
 */
public record Violation(Rule rule, String what) {
  @Override
  public String toString() {
    return rule.promise() + ": " + what;
  }
}
