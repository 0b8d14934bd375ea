package io.adit.server.auth;

import java.time.Instant;

/**
 * What a caller signs with. {@code toString} hides the secret, so that no log can show it.
 *
 * @param id 20 characters, public
 * @param secret 40 characters, known to its user and to this server
 * @param user whose key it is
 */
public record AccessKey(String id, String secret, String user, boolean enabled, Instant createdAt) {

  @Override
  public String toString() {
    return "AccessKey[id=%s, secret=hidden, user=%s, enabled=%s, createdAt=%s]"
        .formatted(id, user, enabled, createdAt);
  }
}
