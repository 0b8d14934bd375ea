package io.adit.server.api.limits;

import io.adit.server.limit.LimitHolder;
import io.adit.server.limit.OwnLimit;
import org.jspecify.annotations.Nullable;

/** A limit that one principal or thing has, as answers show it. */
record ShownLimit(@Nullable String principal, @Nullable String thing, String limit, String value) {

  static ShownLimit of(OwnLimit own) {
    LimitHolder subject = own.subject();
    boolean isThing = subject.kind() == LimitHolder.Kind.THING;
    return new ShownLimit(
        isThing ? null : subject.name(),
        isThing ? subject.name() : null,
        own.limit().word(),
        own.value());
  }
}
