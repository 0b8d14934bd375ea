package io.adit.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** One state of a database as a file of its own: how it is taken, and how it is come back to. */
public final class Snapshot {
  private Snapshot() {}

  /**
   * Copies a database, while others may read and write it.
   *
   * @param target an empty file, which keeps its rights
   * @throws DatabaseException when it cannot be read, or what was read is damaged
   */
  public static void take(Path database, Path target) {
    copy(database, target);
    check(database, target);
  }

  private static void copy(Path database, Path target) {
    try (Connection connection = DriverManager.getConnection(url(database));
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, target.toAbsolutePath().toString());
      vacuum.execute();
    } catch (SQLException e) {
      throw DatabaseException.of(database, e);
    }
  }

  private static void check(Path database, Path target) {
    try (Connection connection = DriverManager.getConnection(url(target));
        Statement statement = connection.createStatement();
        ResultSet check = statement.executeQuery("PRAGMA integrity_check(1)")) {
      String found = check.next() ? check.getString(1) : "nothing";
      if (!found.equals("ok")) {
        throw DatabaseException.damaged(database, found);
      }
    } catch (SQLException e) {
      throw DatabaseException.of(database, e);
    }
  }

  /**
   * Makes a snapshot fit to be served again. Nobody knows what was done after it was taken: a token
   * may have been spent or revoked, a tunnel closed, somebody signed out. So all of these are over.
   *
   * @return how many tunnels were open
   */
  public static int settle(Path snapshot, Instant now) {
    try (Database database = new Database(snapshot)) {
      int closed = new SqlTunnels(database).closeAll(now);
      database.write(transaction ->
          transaction.update("DELETE FROM console_session")
              + transaction.update("DELETE FROM console_code"));
      return closed;
    }
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri().toASCIIString();
  }
}
