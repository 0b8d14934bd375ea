package io.adit.server.http;

import java.util.Optional;

/** Tells whether the server can do its work now; called on a virtual thread, may block. */
@FunctionalInterface
public interface Readiness {

  /** What is wrong, in words for the operator; empty when nothing is. */
  Optional<String> problem();
}
