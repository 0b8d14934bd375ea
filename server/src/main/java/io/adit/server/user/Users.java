package io.adit.server.user;

import io.adit.server.auth.Role;
import io.adit.server.user.UserException.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** All users with a password. For any thread; calls block on the store and on hashing. */
public final class Users {
  static final int LEAST_PASSWORD_CHARS = 12;
  private static final int MOST_PASSWORD_CHARS = 256;

  private final UserStore store;
  private final PasswordHasher hasher;
  private final SignInLimits limits;
  private final InstantSource clock;

  public Users(UserStore store, PasswordHasher hasher, SignInLimits limits, InstantSource clock) {
    this.store = store;
    this.hasher = hasher;
    this.limits = limits;
    this.clock = clock;
  }

  public List<User> list() {
    return store.list();
  }

  /** Throws UserException INVALID or EXISTS. */
  public User create(String name, Role role, String password) {
    User user = draft(name, role, password);
    if (!store.insert(user, hasher.hash(password))) {
      throw exists(user);
    }
    return user;
  }

  /** Makes one who has access keys and no password. Throws UserException INVALID or EXISTS. */
  public User createService(String name, Role role) {
    User user = draft(name, role);
    if (!store.insertWithoutPassword(user)) {
      throw exists(user);
    }
    return user;
  }

  /** Throws UserException NOT_FOUND or LAST_ADMINISTRATOR. */
  public void remove(String name) {
    switch (store.remove(User.canonical(name), Role.ADMINISTRATOR)) {
      case DONE -> {}
      case NO_USER -> throw missing(name);
      case LAST_ADMINISTRATOR ->
          throw new UserException(
              Reason.LAST_ADMINISTRATOR,
              "%s is the last administrator: make another one first".formatted(name));
    }
  }

  /** Without the old one: for who may manage users. Throws UserException NOT_FOUND or INVALID. */
  public void setPassword(String name, String password) {
    requirePassword(password);
    if (!store.setPassword(User.canonical(name), hasher.hash(password))) {
      throw missing(name);
    }
  }

  /**
   * The user of a name and a password. Takes as long, and is refused with the same words, whether
   * there is such a user or not.
   *
   * @throws UserException WRONG, TOO_OFTEN or BUSY
   */
  public UserStore.WithHash signIn(String name, String password, SignInLimits.From from) {
    String canonical = User.canonical(name);
    SignInLimits.Try attempt = limits.take(canonical, from);
    Optional<UserStore.WithHash> found =
        User.isName(canonical) ? store.find(canonical) : Optional.empty();
    String stored = found.map(UserStore.WithHash::passwordHash).orElse(hasher.nobodys());
    if (!matches(stored, password, attempt) || found.isEmpty()) {
      throw wrong();
    }
    attempt.giveBack();
    return found.get();
  }

  /** Throws UserException WRONG, TOO_OFTEN, BUSY or INVALID. */
  public void changePassword(String name, String old, String password, SignInLimits.From from) {
    requirePassword(password);
    UserStore.WithHash checked = signIn(name, old, from);
    if (!store.replacePassword(checked, hasher.hash(password))) {
      throw wrong();
    }
  }

  private boolean matches(String stored, String password, SignInLimits.Try attempt) {
    try {
      return password.length() <= MOST_PASSWORD_CHARS && hasher.matches(stored, password);
    } catch (UserException e) {
      // Too busy to look at it: it guessed nothing.
      attempt.giveBack();
      throw e;
    }
  }

  static UserException wrong() {
    return new UserException(Reason.WRONG, "The user name or the password is wrong");
  }

  /** A user that is not kept yet. */
  User draft(String name, Role role, String password) {
    User user = draft(name, role);
    requirePassword(password);
    return user;
  }

  private User draft(String name, Role role) {
    String canonical = User.canonical(name);
    if (!User.isName(canonical)) {
      throw new UserException(
          Reason.INVALID,
          "A user name has 1 to 64 of a-z, 0-9, '.', '_', '@' and '-', and begins with a letter or"
              + " digit");
    }
    return new User(canonical, role, now());
  }

  static UserException exists(User user) {
    return new UserException(Reason.EXISTS, "There is a user " + user.name() + " already");
  }

  private static void requirePassword(String password) {
    int chars = password.codePointCount(0, password.length());
    if (chars < LEAST_PASSWORD_CHARS || password.length() > MOST_PASSWORD_CHARS) {
      throw new UserException(
          Reason.INVALID,
          "A password has %d to %d characters, and this one %d"
              .formatted(LEAST_PASSWORD_CHARS, MOST_PASSWORD_CHARS, chars));
    }
  }

  private static UserException missing(String name) {
    return new UserException(Reason.NOT_FOUND, "There is no user " + name);
  }

  /** What the store keeps of the time. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
