package io.adit.server.policy;

import java.util.List;

/** What policies say to an {@link Ask}. */
public sealed interface Decision {

  /** Every resource is allowed, and none denied. */
  record Allowed(List<Reason> by) implements Decision {}

  /** A statement denies; no other can change that. */
  record ExplicitlyDenied(String resource, Reason by) implements Decision {}

  /** No statement allows. */
  record NotAllowed(String resource) implements Decision {}

  /** A statement that decided something. */
  record Reason(String policy, String statement) {
    @Override
    public String toString() {
      return "statement " + statement + " of policy " + policy;
    }
  }

  default boolean isAllowed() {
    return this instanceof Allowed;
  }
}
