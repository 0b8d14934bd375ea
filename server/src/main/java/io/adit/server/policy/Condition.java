package io.adit.server.policy;

import java.util.List;
import java.util.Optional;

/**
 * What must hold of one key, such as {@code ForAnyValue:StringLike} of {@code iot:ThingGroupArn}.
 *
 * @param name the key as it was written
 */
record Condition(
    Quantifier quantifier,
    Operator operator,
    boolean ifExists,
    ConditionKey key,
    String name,
    List<Template> values) {

  /** Of a call's several values, how many must be as the policy wants them. */
  enum Quantifier {
    /** There is one value only. */
    ONE(""),
    ANY("ForAnyValue:"),
    ALL("ForAllValues:");

    private final String prefix;

    Quantifier(String prefix) {
      this.prefix = prefix;
    }

    String prefix() {
      return prefix;
    }
  }

  /** Whether it holds; where that cannot be said, it does for Deny and does not for Allow. */
  boolean holds(Ask ask, Statement.Effect effect) {
    if (ask.isOpen(name)) {
      return effect == Statement.Effect.ALLOW;
    }
    List<Optional<Glob>> filled = values.stream().map(value -> value.fill(ask.facts())).toList();
    if (filled.stream().anyMatch(Optional::isEmpty)) {
      return effect == Statement.Effect.DENY;
    }
    return holds(filled.stream().map(Optional::orElseThrow).toList(), ask.facts().of(name), effect);
  }

  private boolean holds(List<Glob> wanted, List<String> given, Statement.Effect effect) {
    if (operator == Operator.NULL) {
      return operator.holds(wanted, Boolean.toString(given.isEmpty()));
    }
    if (given.isEmpty()) {
      return ifExists
          || switch (quantifier) {
            case ONE -> operator.isNegated();
            case ANY -> false;
            case ALL -> true;
          };
    }
    return switch (quantifier) {
      case ANY -> given.stream().anyMatch(value -> operator.holds(wanted, value));
      case ALL -> given.stream().allMatch(value -> operator.holds(wanted, value));
      // Two tags whose keys differ in case only: whichever is meant.
      case ONE ->
          effect == Statement.Effect.DENY
              ? given.stream().anyMatch(value -> operator.holds(wanted, value))
              : given.stream().allMatch(value -> operator.holds(wanted, value));
    };
  }

  /** Why it does not hold, in words. */
  String unmet(Ask ask) {
    List<String> given = ask.facts().of(name);
    return "%s wants %s, and the call has %s"
        .formatted(this, values, given.isEmpty() ? "none" : given);
  }

  @Override
  public String toString() {
    return quantifier.prefix() + operator.word() + (ifExists ? "IfExists" : "") + " " + name;
  }
}
