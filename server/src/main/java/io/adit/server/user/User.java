package io.adit.server.user;

import io.adit.server.auth.Role;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who may sign in with a password.
 *
 * @param name in small letters
 */
public record User(String name, Role role, Instant createdAt) {
  /** No colon: names that a provider of identities gave have one. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

  /** The one spelling of a name. */
  public static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
