package io.adit.server.user;

import io.adit.server.auth.Role;
import io.adit.server.user.UserException.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Codes with which whoever owns the data folder makes an administrator: each is good once, for a
 * day, and until the next is made. For any thread; calls block.
 */
public final class FirstCodes {
  static final Duration LIFETIME = Duration.ofHours(24);

  private final UserStore store;
  private final Users users;
  private final PasswordHasher hasher;
  private final SecureRandom random;
  private final InstantSource clock;

  public FirstCodes(
      UserStore store,
      Users users,
      PasswordHasher hasher,
      SecureRandom random,
      InstantSource clock) {
    this.store = store;
    this.users = users;
    this.hasher = hasher;
    this.random = random;
    this.clock = clock;
  }

  /** A code, as long as nobody could sign in. */
  public Optional<String> whileNobodyIs() {
    return users.list().isEmpty() ? Optional.of(next()) : Optional.empty();
  }

  /** A new code; those before it are no good any more. */
  public String next() {
    String code = Secrets.mint(random);
    store.putCode(Secrets.hash(code), now().plus(LIFETIME));
    return code;
  }

  /** Makes an administrator. Throws UserException WRONG for a bad code, INVALID or EXISTS. */
  public UserStore.WithHash use(String code, String name, String password) {
    String codeHash = Secrets.hash(code);
    // Asked first, so that hashing a password is not to be had for nothing.
    if (!store.isCode(codeHash, now())) {
      throw wrong();
    }
    User user = users.draft(name, Role.ADMINISTRATOR, password);
    if (store.find(user.name()).isPresent()) {
      throw Users.exists(user);
    }
    String passwordHash = hasher.hash(password);
    if (!store.insertWithCode(codeHash, user, passwordHash, now())) {
      throw wrong();
    }
    return new UserStore.WithHash(user, passwordHash);
  }

  private static UserException wrong() {
    return new UserException(
        Reason.WRONG,
        "This link was used already, is older than a day, or another one took its place: print a"
            + " new one with 'adit console link'");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
