package io.adit.server.store;

import io.adit.server.auth.AccessKey;
import io.adit.server.auth.AccessKeyStore;
import io.adit.server.auth.Role;
import io.adit.server.secret.SecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access keys in SQL; their secrets are sealed. */
public final class SqlAccessKeys implements AccessKeyStore {
  private final Database database;
  private final SecretBox secretBox;
  private final InstantSource clock;

  public SqlAccessKeys(Database database, SecretBox secretBox, InstantSource clock) {
    this.database = database;
    this.secretBox = secretBox;
    this.clock = clock;
  }

  @Override
  public void insert(AccessKey key) {
    String sealed = seal(key);
    database.write(transaction -> insert(transaction, key, sealed));
  }

  private static int insert(Transaction transaction, AccessKey key, String sealed)
      throws SQLException {
    Role given = key.given();
    return transaction.update(
        """
        INSERT INTO access_key
          (access_key_id, sealed_secret, user_name, created_at, disabled_at, given_role)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        key.id(),
        sealed,
        key.user(),
        key.createdAt(),
        key.enabled() ? null : key.createdAt(),
        given == null ? null : given.name());
  }

  @Override
  public Optional<AccessKey> find(String id) {
    return database.read(transaction ->
        transaction.row("SELECT * FROM access_key WHERE access_key_id = ?", this::key, id));
  }

  @Override
  public List<AccessKey> list() {
    return database.read(transaction ->
        transaction.rows("SELECT * FROM access_key ORDER BY created_at, access_key_id", this::key));
  }

  @Override
  public List<Listed> listed(@Nullable String user) {
    return database.read(transaction ->
        transaction.rows(
            """
            SELECT * FROM access_key WHERE ? IS NULL OR user_name = ?
            ORDER BY created_at, access_key_id
            """,
            SqlAccessKeys::listed,
            user,
            user));
  }

  @Override
  public boolean enable(String id, boolean enabled) {
    Instant now = clock.instant();
    return database.write(transaction ->
        enabled
            ? transaction.update(
                    "UPDATE access_key SET disabled_at = NULL WHERE access_key_id = ?", id)
                > 0
            : disable(transaction, id, now));
  }

  private static boolean disable(Transaction transaction, String id, Instant now)
      throws SQLException {
    return transaction.update(
            """
            UPDATE access_key SET disabled_at = coalesce(disabled_at, ?)
            WHERE access_key_id = ?
            """,
            now,
            id)
        > 0;
  }

  @Override
  public boolean replace(String id, AccessKey successor) {
    String sealed = seal(successor);
    return database.write(transaction ->
        disable(transaction, id, successor.createdAt())
            && insert(transaction, successor, sealed) == 1);
  }

  @Override
  public boolean delete(String id) {
    return database.write(transaction ->
        transaction.update("DELETE FROM access_key WHERE access_key_id = ?", id) > 0);
  }

  @Override
  public void used(String id, Use use) {
    database.write(transaction ->
        transaction.update(
            """
            UPDATE access_key SET last_used_at = ?, last_used_from = ?, last_used_for = ?
            WHERE access_key_id = ?
            """,
            use.at(),
            use.address(),
            use.service(),
            id));
  }

  private static Listed listed(ResultSet row) throws SQLException {
    Instant usedAt = Transaction.time(row, "last_used_at");
    return new Listed(
        row.getString("access_key_id"),
        row.getString("user_name"),
        Transaction.time(row, "disabled_at") == null,
        Objects.requireNonNull(Transaction.time(row, "created_at")),
        given(row),
        usedAt == null
            ? null
            : new Use(usedAt, row.getString("last_used_from"), row.getString("last_used_for")));
  }

  private static @Nullable Role given(ResultSet row) throws SQLException {
    String given = row.getString("given_role");
    return given == null ? null : Role.valueOf(given);
  }

  private AccessKey key(ResultSet row) throws SQLException {
    String id = row.getString("access_key_id");
    return new AccessKey(
        id,
        open(id, row.getString("sealed_secret")),
        row.getString("user_name"),
        Transaction.time(row, "disabled_at") == null,
        Objects.requireNonNull(Transaction.time(row, "created_at")),
        given(row));
  }

  private String seal(AccessKey key) {
    byte[] sealed = secretBox.sealText(key.secret(), purpose(key.id()));
    return Base64.getEncoder().encodeToString(sealed);
  }

  private String open(String id, String sealed) {
    return secretBox.openText(Base64.getDecoder().decode(sealed), purpose(id));
  }

  private static String purpose(String id) {
    return "the secret of access key " + id;
  }
}
