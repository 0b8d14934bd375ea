package io.adit.server.store;

import io.adit.server.auth.AccessKey;
import io.adit.server.auth.AccessKeyStore;
import io.adit.server.secret.SecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
    database.write(transaction ->
        transaction.update(
            """
            INSERT INTO access_key
              (access_key_id, sealed_secret, user_name, created_at, disabled_at)
            VALUES (?, ?, ?, ?, ?)
            """,
            key.id(),
            sealed,
            key.user(),
            key.createdAt(),
            key.enabled() ? null : key.createdAt()));
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
  public boolean disable(String id) {
    Instant now = clock.instant();
    int changed =
        database.write(transaction ->
            transaction.update(
                """
                UPDATE access_key SET disabled_at = coalesce(disabled_at, ?)
                WHERE access_key_id = ?
                """,
                now,
                id));
    return changed > 0;
  }

  private AccessKey key(ResultSet row) throws SQLException {
    String id = row.getString("access_key_id");
    return new AccessKey(
        id,
        open(id, row.getString("sealed_secret")),
        row.getString("user_name"),
        Transaction.time(row, "disabled_at") == null,
        Objects.requireNonNull(Transaction.time(row, "created_at")));
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
