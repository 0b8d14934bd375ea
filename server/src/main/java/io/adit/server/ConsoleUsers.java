package io.adit.server;

import io.adit.server.audit.AuditNotes;
import io.adit.server.auth.Role;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.DatabaseException;
import io.adit.server.store.SqlAudit;
import io.adit.server.user.User;
import io.adit.server.user.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The users of the console as whoever owns the data folder sees to them, also while its server
 * runs.
 */
public final class ConsoleUsers implements AutoCloseable {
  private final Parts parts = new Parts();
  private final UserParts users;
  private final AuditNotes notes;

  private ConsoleUsers(Path folder) throws IOException {
    var random = new SecureRandom();
    var clock = Clock.systemUTC();
    parts.add(DataFolder.visit(folder));
    Database database = parts.add(Database.existing(DataFolder.database(folder)));
    this.notes = new AuditNotes(new SqlAudit(database), clock);
    this.users =
        UserParts.of(
            database, new SecretBox(DataFolder.secretKey(folder), random), parts, clock, random);
  }

  /**
   * Opens those of a data folder.
   *
   * @throws StartupException in words for the operator
   */
  public static ConsoleUsers open(Path folder) {
    try {
      return new ConsoleUsers(folder);
    } catch (DatabaseException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StartupException("The data folder " + folder + ": " + e, e);
    }
  }

  /** A new link with which an administrator is made; those before it are no good any more. */
  public String newLink(RunningServer server) {
    return link(server, changed("CreateConsoleLink", Map.of(), () -> users.codes().next()));
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
    var _ =
        changed(
            "CreateUser",
            Map.of("name", name, "role", role.word()),
            () -> users.users().create(name, role, password));
  }

  /** One with access keys and without a password. Throws StartupException. */
  public void addService(String name, Role role) {
    var _ =
        changed(
            "CreateUser",
            Map.of("name", name, "role", role.word(), "kind", "service"),
            () -> users.users().createService(name, role));
  }

  /** Throws StartupException. */
  public void remove(String name) {
    var _ =
        changed(
            "DeleteUser",
            Map.of("name", name),
            () -> {
              users.users().remove(name);
              return name;
            });
  }

  /** Sets a new password, and ends the user's sessions. Throws StartupException. */
  public void setPassword(String name, String password) {
    var _ =
        changed(
            "SetPassword",
            Map.of("name", name),
            () -> {
              users.users().setPassword(name, password);
              users.sessions().endAll(name);
              return name;
            });
  }

  @Override
  public void close() {
    parts.close();
  }

  /** Does something that belongs into the audit log. */
  private <T> T changed(String operation, Map<String, String> parameters, Supplier<T> work) {
    return explained(() -> notes.change(operation, parameters, work));
  }

  private static <T> T explained(Supplier<T> work) {
    try {
      return work.get();
    } catch (UserException | DatabaseException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }
}
