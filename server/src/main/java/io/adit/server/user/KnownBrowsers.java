package io.adit.server.user;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adit.server.secret.SecretBox;
import io.adit.server.secret.SecretBoxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Browsers in which a user signed in lately: each keeps a mark, sealed with the server's key, that
 * says whose it is. It lets nobody in; it sets its user apart from strangers who guess. For any
 * thread.
 */
public final class KnownBrowsers {
  /** How long a browser is known. */
  public static final Duration LIFETIME = Duration.ofDays(180);

  private static final int MOST_CHARS = 200;

  private final SecretBox box;
  private final InstantSource clock;

  public KnownBrowsers(SecretBox box, InstantSource clock) {
    this.box = box;
    this.clock = clock;
  }

  /** A new mark of a user, for the browser to keep. */
  public String mark(User user) {
    String until = Long.toString(clock.instant().plus(LIFETIME).getEpochSecond());
    return text(box.seal(until.getBytes(US_ASCII), purpose(user.name())));
  }

  /** The one spelling of a mark; empty: it is not this user's, too old, or none. */
  Optional<String> ofUser(@Nullable String mark, String user) {
    if (mark == null || mark.length() > MOST_CHARS) {
      return Optional.empty();
    }
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(mark);
      String until = new String(box.open(sealed, purpose(user)), US_ASCII);
      return clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(until)))
          ? Optional.of(text(sealed))
          : Optional.empty();
    } catch (IllegalArgumentException | SecretBoxException e) {
      return Optional.empty();
    }
  }

  private static String purpose(String user) {
    return "known browser of " + user;
  }

  private static String text(byte[] sealed) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }
}
