package io.adit.server.auth;

import io.adit.server.policy.Facts;
import io.adit.server.policy.Policies;

/** Callers of whom it matters only who they are. */
final class TestCallers {
  static final Callers WITHOUT_RIGHTS = (key, request) -> caller(key.id(), key.user());

  private TestCallers() {}

  static Caller caller(String accessKeyId, String user) {
    return new Caller(accessKeyId, user, "arn of " + user, Policies.NONE, Facts.NONE);
  }
}
