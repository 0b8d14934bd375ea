package io.adit.server.user;

import io.adit.server.auth.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is signed in.
 *
 * @param hash of the secret that the browser has
 * @param role now: that of a user may change meanwhile
 * @param given the role that a provider of identities gave; null: the user's own counts
 */
public record Session(
    String hash,
    String user,
    Role role,
    @Nullable Role given,
    Instant createdAt,
    Instant lastUsedAt) {

  /** Whether the user's password is kept here. */
  public boolean hasPassword() {
    return given == null;
  }
}
