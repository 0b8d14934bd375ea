package io.adit.server.store;

import io.adit.server.audit.AuditStore;
import io.adit.server.audit.chain.AuditHead;
import io.adit.server.audit.chain.AuditPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** What the audit log keeps in the database, in SQL. */
public final class SqlAudit implements AuditStore {
  private final Database database;

  public SqlAudit(Database database) {
    this.database = database;
  }

  @Override
  public Optional<AuditHead> head() {
    return database.read(
        transaction -> transaction.row("SELECT * FROM audit_head", SqlAudit::head));
  }

  @Override
  public void putHead(AuditHead head) {
    database.write(transaction ->
        transaction.update(
            """
            INSERT INTO audit_head
              (one, before_seq, before_hash, last_seq, last_hash, is_final, at, signature)
            VALUES (1, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (one) DO UPDATE SET
              before_seq = excluded.before_seq, before_hash = excluded.before_hash,
              last_seq = excluded.last_seq, last_hash = excluded.last_hash,
              is_final = excluded.is_final, at = excluded.at, signature = excluded.signature
            """,
            head.before().seq(),
            head.before().hash(),
            head.last().seq(),
            head.last().hash(),
            head.isFinal() ? 1 : 0,
            head.at(),
            head.signature()));
  }

  @Override
  public void addNote(String entry) {
    database.write(transaction ->
        transaction.update(
            """
            INSERT INTO audit_note (note_id, entry)
            SELECT coalesce(max(note_id), 0) + 1, ? FROM audit_note
            """,
            entry));
  }

  @Override
  public List<Note> notes(int most) {
    return database.read(transaction ->
        transaction.rows(
            "SELECT note_id, entry FROM audit_note ORDER BY note_id LIMIT ?",
            row -> new Note(row.getLong("note_id"), row.getString("entry")),
            most));
  }

  @Override
  public void removeNotes(long upToId) {
    database.write(
        transaction -> transaction.update("DELETE FROM audit_note WHERE note_id <= ?", upToId));
  }

  @Override
  public OptionalLong delivered(String receiver) {
    Optional<Long> seq =
        database.read(transaction ->
            transaction.row(
                "SELECT seq FROM audit_delivered WHERE receiver = ?",
                row -> row.getLong("seq"),
                receiver));
    return seq.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  @Override
  public void putDelivered(String receiver, long seq) {
    database.write(transaction ->
        transaction.update(
            """
            INSERT INTO audit_delivered (receiver, seq) VALUES (?, ?)
            ON CONFLICT (receiver) DO UPDATE SET seq = excluded.seq
            """,
            receiver,
            seq));
  }

  private static AuditHead head(ResultSet row) throws SQLException {
    return new AuditHead(
        new AuditPosition(row.getLong("before_seq"), row.getString("before_hash")),
        new AuditPosition(row.getLong("last_seq"), row.getString("last_hash")),
        row.getInt("is_final") == 1,
        Objects.requireNonNull(Transaction.time(row, "at")),
        row.getString("signature"));
  }
}
