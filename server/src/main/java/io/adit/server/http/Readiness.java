package io.adit.server.http;

import java.util.Optional;

/** Tells whether the server can do its work now; called on a virtual thread, may block. */
@FunctionalInterface
public interface Readiness {

  /** What keeps it from its work, in words for the operator; empty when nothing does. */
  Optional<String> problem();

  /** What it says when nothing does. */
  default String note() {
    return "ready";
  }
}
