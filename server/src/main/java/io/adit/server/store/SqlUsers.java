package io.adit.server.store;

import io.adit.server.auth.Role;
import io.adit.server.user.User;
import io.adit.server.user.UserStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Users of the console in SQL. */
public final class SqlUsers implements UserStore {
  private final Database database;

  public SqlUsers(Database database) {
    this.database = database;
  }

  @Override
  public boolean insertWithoutPassword(User user) {
    return database.write(transaction -> insert(transaction, user, ""));
  }

  @Override
  public boolean insert(User user, String passwordHash) {
    return database.write(transaction -> insert(transaction, user, passwordHash));
  }

  @Override
  public Optional<WithHash> find(String name) {
    return database.read(transaction ->
        transaction.row(
            "SELECT * FROM console_user WHERE user_name = ? AND password_hash <> ''",
            row -> new WithHash(user(row), row.getString("password_hash")),
            name));
  }

  @Override
  public List<User> list() {
    return database.read(transaction ->
        transaction.rows("SELECT * FROM console_user ORDER BY user_name", SqlUsers::user));
  }

  @Override
  public boolean setPassword(String name, String passwordHash) {
    return database.write(transaction ->
        transaction.update(
                "UPDATE console_user SET password_hash = ? WHERE user_name = ?", passwordHash, name)
            == 1);
  }

  @Override
  public boolean replacePassword(WithHash checked, String passwordHash) {
    return database.write(transaction ->
        transaction.update(
                """
                UPDATE console_user SET password_hash = ?
                WHERE user_name = ? AND password_hash = ?
                """,
                passwordHash,
                checked.user().name(),
                checked.passwordHash())
            == 1);
  }

  @Override
  public Removal remove(String name, Role mustRemain) {
    return database.write(transaction -> {
      Optional<Boolean> isNeeded =
          transaction.row(
              "SELECT role, password_hash FROM console_user WHERE user_name = ?",
              row ->
                  row.getString("role").equals(mustRemain.name())
                      && !row.getString("password_hash").isEmpty(),
              name);
      if (isNeeded.isEmpty()) {
        return Removal.NO_USER;
      }
      boolean isOther =
          transaction
              .row(
                  """
                  SELECT 1 FROM console_user
                  WHERE role = ? AND user_name <> ? AND password_hash <> '' LIMIT 1
                  """,
                  row -> true,
                  mustRemain.name(),
                  name)
              .isPresent();
      if (isNeeded.get() && !isOther) {
        return Removal.LAST_ADMINISTRATOR;
      }
      transaction.update("DELETE FROM console_session WHERE user_name = ?", name);
      // A key of the installation has its own role, and stays.
      transaction.update("DELETE FROM access_key WHERE user_name = ? AND given_role IS NULL", name);
      transaction.update("DELETE FROM policy_attachment WHERE attached_to = ?", name);
      transaction.update("DELETE FROM console_user WHERE user_name = ?", name);
      return Removal.DONE;
    });
  }

  @Override
  public void putCode(String codeHash, Instant expiresAt) {
    database.write(transaction -> {
      transaction.update("DELETE FROM console_code");
      return transaction.update(
          "INSERT INTO console_code (code_hash, expires_at) VALUES (?, ?)", codeHash, expiresAt);
    });
  }

  @Override
  public boolean isCode(String codeHash, Instant now) {
    return database.read(transaction -> isCode(transaction, codeHash, now));
  }

  private static boolean isCode(Transaction transaction, String codeHash, Instant now)
      throws SQLException {
    return transaction
        .row(
            "SELECT 1 FROM console_code WHERE code_hash = ? AND expires_at > ?",
            row -> true,
            codeHash,
            now)
        .isPresent();
  }

  @Override
  public boolean insertWithCode(String codeHash, User user, String passwordHash, Instant now) {
    return database.write(transaction ->
        isCode(transaction, codeHash, now)
            && insert(transaction, user, passwordHash)
            && transaction.update("DELETE FROM console_code") == 1);
  }

  private static boolean insert(Transaction transaction, User user, String passwordHash)
      throws SQLException {
    return transaction.update(
            """
            INSERT INTO console_user (user_name, role, password_hash, created_at)
            VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            user.name(),
            user.role().name(),
            passwordHash,
            user.createdAt())
        == 1;
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        row.getString("user_name"),
        Role.valueOf(row.getString("role")),
        Objects.requireNonNull(Transaction.time(row, "created_at")));
  }
}
