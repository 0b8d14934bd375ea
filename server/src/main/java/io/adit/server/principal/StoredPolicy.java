package io.adit.server.principal;

import io.adit.server.policy.Policies;
import io.adit.server.policy.PolicyDocument;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A policy as it is kept.
 *
 * @param document in JSON, as it was written
 */
public record StoredPolicy(String name, String document, Instant createdAt, Instant updatedAt) {
  /** AWS's form of names. */
  public static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");

  Policies.Named read() {
    return new Policies.Named(name, PolicyDocument.readKept(document));
  }
}
