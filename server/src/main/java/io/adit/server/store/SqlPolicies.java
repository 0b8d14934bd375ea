package io.adit.server.store;

import io.adit.server.auth.Role;
import io.adit.server.principal.PolicyStore;
import io.adit.server.principal.StoredPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Policies in SQL. */
public final class SqlPolicies implements PolicyStore {
  private final Database database;

  public SqlPolicies(Database database) {
    this.database = database;
  }

  @Override
  public boolean insert(StoredPolicy policy) {
    return database.write(transaction ->
        transaction.update(
                """
                INSERT INTO policy (policy_name, document, created_at, updated_at)
                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                policy.name(),
                policy.document(),
                policy.createdAt(),
                policy.updatedAt())
            == 1);
  }

  @Override
  public boolean replace(StoredPolicy policy) {
    return database.write(transaction ->
        transaction.update(
                "UPDATE policy SET document = ?, updated_at = ? WHERE policy_name = ?",
                policy.document(),
                policy.updatedAt(),
                policy.name())
            == 1);
  }

  @Override
  public Optional<StoredPolicy> find(String name) {
    return database.read(transaction ->
        transaction.row("SELECT * FROM policy WHERE policy_name = ?", SqlPolicies::policy, name));
  }

  @Override
  public List<StoredPolicy> list() {
    return database.read(transaction ->
        transaction.rows("SELECT * FROM policy ORDER BY policy_name", SqlPolicies::policy));
  }

  @Override
  public Removal remove(String name) {
    return database.write(transaction -> {
      boolean isAttached =
          transaction
              .row(
                  "SELECT 1 FROM policy_attachment WHERE policy_name = ? LIMIT 1",
                  row -> true,
                  name)
              .isPresent();
      if (isAttached) {
        return Removal.ATTACHED;
      }
      return transaction.update("DELETE FROM policy WHERE policy_name = ?", name) == 1
          ? Removal.DONE
          : Removal.NO_POLICY;
    });
  }

  @Override
  public void attach(Attachment attachment, Instant now) {
    database.write(transaction ->
        transaction.update(
            """
            INSERT INTO policy_attachment (attached_to, policy_name, attached_at)
            VALUES (?, ?, ?) ON CONFLICT DO NOTHING
            """,
            attachment.attachedTo(),
            attachment.policy(),
            now));
  }

  @Override
  public boolean detach(Attachment attachment) {
    return database.write(transaction ->
        transaction.update(
                "DELETE FROM policy_attachment WHERE attached_to = ? AND policy_name = ?",
                attachment.attachedTo(),
                attachment.policy())
            == 1);
  }

  @Override
  public List<Attachment> attachments() {
    return database.read(transaction ->
        transaction.rows(
            "SELECT * FROM policy_attachment ORDER BY policy_name, attached_to",
            row -> new Attachment(row.getString("policy_name"), row.getString("attached_to"))));
  }

  @Override
  public boolean isUser(String name) {
    return database.read(transaction -> role(transaction, name)).isPresent();
  }

  @Override
  public Standing standing(String attachedTo) {
    return database.read(transaction ->
        new Standing(
            role(transaction, attachedTo).orElse(null),
            transaction.rows(
                """
                SELECT p.* FROM policy_attachment a JOIN policy p ON p.policy_name = a.policy_name
                WHERE a.attached_to = ? ORDER BY a.policy_name
                """,
                SqlPolicies::policy,
                attachedTo),
            transaction.rows(
                """
                SELECT policy_name FROM policy_attachment a WHERE attached_to = ?
                  AND NOT EXISTS (SELECT 1 FROM policy p WHERE p.policy_name = a.policy_name)
                ORDER BY policy_name
                """,
                row -> row.getString("policy_name"),
                attachedTo)));
  }

  private static Optional<Role> role(Transaction transaction, String user) throws SQLException {
    return transaction.row(
        "SELECT role FROM console_user WHERE user_name = ?",
        row -> Role.valueOf(row.getString("role")),
        user);
  }

  private static StoredPolicy policy(ResultSet row) throws SQLException {
    return new StoredPolicy(
        row.getString("policy_name"),
        row.getString("document"),
        Objects.requireNonNull(Transaction.time(row, "created_at")),
        Objects.requireNonNull(Transaction.time(row, "updated_at")));
  }
}
