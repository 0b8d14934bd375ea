package io.adit.server.store;

import io.adit.server.auth.Role;
import io.adit.server.user.Session;
import io.adit.server.user.SessionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions of the console in SQL. */
public final class SqlSessions implements SessionStore {
  private final Database database;

  public SqlSessions(Database database) {
    this.database = database;
  }

  @Override
  public void insert(Session session) {
    database.write(transaction -> insert(transaction, session));
  }

  @Override
  public boolean insert(Session session, String passwordHash) {
    return database.write(transaction ->
        transaction
                .row(
                    "SELECT 1 FROM console_user WHERE user_name = ? AND password_hash = ?",
                    row -> true,
                    session.user(),
                    passwordHash)
                .isPresent()
            && insert(transaction, session) == 1);
  }

  private static int insert(Transaction transaction, Session session) throws SQLException {
    Role given = session.given();
    return transaction.update(
        """
        INSERT INTO console_session
          (session_hash, user_name, given_role, created_at, last_used_at)
        VALUES (?, ?, ?, ?, ?)
        """,
        session.hash(),
        session.user(),
        given == null ? null : given.name(),
        session.createdAt(),
        session.lastUsedAt());
  }

  @Override
  public Optional<Session> find(String hash) {
    return database.read(transaction ->
        transaction.row(
            """
            SELECT s.*, coalesce(s.given_role, u.role) AS role
            FROM console_session s LEFT JOIN console_user u ON u.user_name = s.user_name
            WHERE s.session_hash = ? AND coalesce(s.given_role, u.role) IS NOT NULL
            """,
            SqlSessions::session,
            hash));
  }

  @Override
  public void touch(String hash, Instant now) {
    database.write(transaction ->
        transaction.update(
            "UPDATE console_session SET last_used_at = ? WHERE session_hash = ?", now, hash));
  }

  @Override
  public void remove(String hash) {
    database.write(transaction ->
        transaction.update("DELETE FROM console_session WHERE session_hash = ?", hash));
  }

  @Override
  public void removeOf(String user, @Nullable String exceptHash) {
    database.write(transaction ->
        transaction.update(
            "DELETE FROM console_session WHERE user_name = ? AND session_hash <> ?",
            user,
            exceptHash == null ? "" : exceptHash));
  }

  @Override
  public void purge(Instant openedBefore, Instant usedBefore) {
    database.write(transaction ->
        transaction.update(
            "DELETE FROM console_session WHERE created_at <= ? OR last_used_at <= ?",
            openedBefore,
            usedBefore));
  }

  private static Session session(ResultSet row) throws SQLException {
    String given = row.getString("given_role");
    return new Session(
        row.getString("session_hash"),
        row.getString("user_name"),
        Role.valueOf(row.getString("role")),
        given == null ? null : Role.valueOf(given),
        Objects.requireNonNull(Transaction.time(row, "created_at")),
        Objects.requireNonNull(Transaction.time(row, "last_used_at")));
  }
}
