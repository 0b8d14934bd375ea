package io.adit.server.user;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where sessions are kept, so that they outlive the server. */
public interface SessionStore {

  void insert(Session session);

  /** The same while the user has the password that was checked; false: it is another by now. */
  boolean insert(Session session, String passwordHash);

  /** The session of a hash, with the role that its user has now; empty: no user, no session. */
  Optional<Session> find(String hash);

  void touch(String hash, Instant now);

  void remove(String hash);

  /** Removes those of a user, but for one. */
  void removeOf(String user, @Nullable String exceptHash);

  /** Removes those that were opened, or used last, before a time. */
  void purge(Instant openedBefore, Instant usedBefore);
}
