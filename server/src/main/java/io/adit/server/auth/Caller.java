package io.adit.server.auth;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a call.
 *
 * @param accessKeyId what the request was signed with; null: it came from the console
 * @param role what the caller may do
 */
public record Caller(@Nullable String accessKeyId, String user, Role role) {

  /** Who sent a request, as proven by its signature: an access key may do everything. */
  public Caller(String accessKeyId, String user) {
    this(accessKeyId, user, Role.ADMINISTRATOR);
  }

  /** Who is signed in at the console. */
  public static Caller atConsole(String user, Role role) {
    return new Caller(null, user, role);
  }

  /** Throws AccessDeniedException unless the caller may do this. */
  public void require(String action) {
    if (!role.may(action)) {
      throw new AccessDeniedException(this, action);
    }
  }
}
