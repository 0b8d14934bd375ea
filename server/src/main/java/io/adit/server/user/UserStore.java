package io.adit.server.user;

import io.adit.server.auth.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where users are kept. Each call is one transaction, on disk when it returns. */
public interface UserStore {

  /** A user with the hash of the password, as text. */
  record WithHash(User user, String passwordHash) {
    @Override
    public String toString() {
      return "WithHash[user=" + user + ", passwordHash=hidden]";
    }
  }

  /** What came of a removal. */
  enum Removal {
    DONE,
    NO_USER,
    LAST_ADMINISTRATOR
  }

  /** False: there is one of this name already. */
  boolean insert(User user, String passwordHash);

  /** The same of one who cannot sign in: a service. */
  boolean insertWithoutPassword(User user);

  /** A user with a password. */
  Optional<WithHash> find(String name);

  /** By name. */
  List<User> list();

  /** False: there is no such user. */
  boolean setPassword(String name, String passwordHash);

  /** False: the user is not there any more, or has another password than this by now. */
  boolean replacePassword(WithHash checked, String passwordHash);

  /** Forgets a user with all sessions, access keys and attached policies. */
  Removal remove(String name, Role mustRemain);

  /** Puts a code in the place of all others. */
  void putCode(String codeHash, Instant expiresAt);

  boolean isCode(String codeHash, Instant now);

  /** Spends a code and keeps the user; false: the code is not, or no longer, good. */
  boolean insertWithCode(String codeHash, User user, String passwordHash, Instant now);
}
