package io.adit.server.user;

import io.adit.server.auth.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. A session ends when it is not used for half an hour, and after twelve hours in
 * any case; after two where a provider of identities vouched for it. For any thread; calls block on
 * the store.
 */
public final class Sessions {
  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration LONGEST = Duration.ofHours(12);

  /** A provider does not tell that somebody is no longer known there, or is less: it is asked. */
  static final Duration LONGEST_GIVEN = Duration.ofHours(2);

  /** Not each use is worth a write. */
  static final Duration TOUCH = Duration.ofMinutes(1);

  private final SessionStore store;
  private final SecureRandom random;
  private final InstantSource clock;
  private final List<Runnable> onEnded = new CopyOnWriteArrayList<>();

  public Sessions(SessionStore store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /**
   * A new session of a user with a password; returns the secret for the browser. Throws
   * UserException WRONG when the password that was checked is not the user's any more: whoever
   * changed it ended all sessions, and none may come later.
   */
  public String open(UserStore.WithHash checked) {
    User user = checked.user();
    String secret = Secrets.mint(random);
    if (!store.insert(session(secret, user.name(), user.role(), null), checked.passwordHash())) {
      throw Users.wrong();
    }
    return secret;
  }

  /** A new session of somebody whom a provider of identities vouches for. */
  public String open(String user, Role given) {
    String secret = Secrets.mint(random);
    store.insert(session(secret, user, given, given));
    return secret;
  }

  private Session session(String secret, String user, Role role, @Nullable Role given) {
    Instant now = now();
    store.purge(now.minus(LONGEST), now.minus(IDLE));
    return new Session(Secrets.hash(secret), user, role, given, now, now);
  }

  /** The session of a secret; using it keeps it alive. */
  public Optional<Session> use(String secret) {
    Optional<Session> found = find(Secrets.hash(secret));
    Instant now = now();
    found
        .filter(session -> !now.isBefore(session.lastUsedAt().plus(TOUCH)))
        .ifPresent(session -> store.touch(session.hash(), now));
    return found;
  }

  /** Whether it has not ended; looking does not keep it alive. */
  public boolean isAlive(Session session) {
    return find(session.hash()).isPresent();
  }

  /** Is told on the caller's thread when sessions were ended here, and not by time. */
  public void onEnded(Runnable told) {
    onEnded.add(told);
  }

  public void end(Session session) {
    store.remove(session.hash());
    tellEnded();
  }

  /** Ends the others of the same user. */
  public void endOthers(Session session) {
    store.removeOf(session.user(), session.hash());
    tellEnded();
  }

  /** Ends all of a user. */
  public void endAll(String user) {
    store.removeOf(User.canonical(user), null);
    tellEnded();
  }

  private void tellEnded() {
    onEnded.forEach(Runnable::run);
  }

  private Optional<Session> find(String hash) {
    Instant now = now();
    return store
        .find(hash)
        .filter(session ->
            now.isBefore(session.createdAt().plus(longest(session)))
                && now.isBefore(session.lastUsedAt().plus(IDLE)));
  }

  private static Duration longest(Session session) {
    return session.hasPassword() ? LONGEST : LONGEST_GIVEN;
  }

  /** What the store keeps of the time. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
