package io.adit.server;

import io.adit.server.auth.Role;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.DatabaseException;
import io.adit.server.user.User;
import io.adit.server.user.UserException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * The users of the console as whoever owns the data folder sees to them, also while its server
 * runs.
 */
public final class ConsoleUsers implements AutoCloseable {
  private final Parts parts = new Parts();
  private final UserParts users;

  private ConsoleUsers(Path database, Path secretKey) {
    var random = new SecureRandom();
    this.users =
        UserParts.of(
            parts.add(new Database(database)),
            new SecretBox(secretKey, random),
            parts,
            Clock.systemUTC(),
            random);
  }

  /**
   * Opens those of a data folder.
   *
   * @throws StartupException in words for the operator
   */
  public static ConsoleUsers open(Path folder) {
    Path database = DataFolder.presentDatabase(folder);
    try {
      return new ConsoleUsers(database, DataFolder.secretKey(folder));
    } catch (DatabaseException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A new link with which an administrator is made; those before it are no good any more. */
  public String newLink(RunningServer server) {
    return link(server, explained(() -> users.codes().next()));
  }

  /** The code is in the fragment, which browsers send to no server. */
  static String link(RunningServer server, String code) {
    return server.url() + "/console/#/first/" + code;
  }

  public List<User> list() {
    return explained(() -> users.users().list());
  }

  /** Throws StartupException. */
  public void add(String name, Role role, String password) {
    explained(() -> users.users().create(name, role, password));
  }

  /** One with access keys and without a password. Throws StartupException. */
  public void addService(String name, Role role) {
    explained(() -> users.users().createService(name, role));
  }

  /** Throws StartupException. */
  public void remove(String name) {
    explained(() -> {
      users.users().remove(name);
      return name;
    });
  }

  /** Sets a new password, and ends the user's sessions. Throws StartupException. */
  public void setPassword(String name, String password) {
    explained(() -> {
      users.users().setPassword(name, password);
      users.sessions().endAll(name);
      return name;
    });
  }

  @Override
  public void close() {
    parts.close();
  }

  private static <T> T explained(Supplier<T> work) {
    try {
      return work.get();
    } catch (UserException | DatabaseException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }
}
