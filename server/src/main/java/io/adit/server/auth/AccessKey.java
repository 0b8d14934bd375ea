package io.adit.server.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller signs with. {@code toString} hides the secret, so that no log can show it.
 *
 * @param id 20 characters, public
 * @param secret 40 characters, known to its user and to this server
 * @param user whose key it is
 * @param given the role that the key has of its own, as that of the installation does; null: it may
 *     do what its user may
 */
public record AccessKey(
    String id,
    String secret,
    String user,
    boolean enabled,
    Instant createdAt,
    @Nullable Role given) {

  /** A user's key. */
  public AccessKey(String id, String secret, String user, boolean enabled, Instant createdAt) {
    this(id, secret, user, enabled, createdAt, null);
  }

  @Override
  public String toString() {
    return "AccessKey[id=%s, secret=hidden, user=%s, enabled=%s, createdAt=%s]"
        .formatted(id, user, enabled, createdAt);
  }
}
