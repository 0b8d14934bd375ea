package io.adit.server.api.limits;

import io.adit.server.api.Violations;
import io.adit.server.limit.LimitHolder;
import io.adit.server.limit.LimitName;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose limit is meant.
 *
 * @param principal the user's name; null: a thing is meant
 * @param thing null: a principal is meant
 */
record SubjectInput(@Nullable String principal, @Nullable String thing) {
  static final Pattern THING = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");
  private static final Pattern PRINCIPAL = Pattern.compile("[^\\p{C}]{1,128}");

  void check(Violations violations) {
    violations.matches("principal", principal, PRINCIPAL);
    violations.matches("thing", thing, THING);
    if ((principal == null) == (thing == null)) {
      violations.add("principal", principal, "Exactly one of principal and thing must be given");
    }
  }

  /** The limit must be one that the subject can have. */
  void checkLimit(@Nullable String limit, Violations violations) {
    check(violations);
    violations.required("limit", limit);
    violations.oneOf(
        "limit",
        limit,
        LimitName.of(thing == null ? LimitHolder.Kind.PRINCIPAL : LimitHolder.Kind.THING).stream()
            .map(LimitName::word)
            .toList());
  }

  LimitHolder subject() {
    return thing == null
        ? LimitHolder.principal(Objects.requireNonNull(principal))
        : LimitHolder.thing(thing);
  }
}
