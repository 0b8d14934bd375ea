package io.adit.server.store;

import io.adit.server.thing.CertificateStore.Bar;
import io.adit.server.thing.DeviceCertificate;
import java.sql.SQLException;
import java.util.Optional;

/** The forgotten certificates that no authority's rule lets in. */
final class BarRows {
  private BarRows() {}

  static Optional<Bar> find(Transaction transaction, String certificateId) throws SQLException {
    return transaction.row(
        "SELECT revoked_at FROM barred_certificate WHERE certificate_id = ?",
        row -> new Bar(Transaction.time(row, "revoked_at")),
        certificateId);
  }

  /** Adit's own need none: who is not in the registry is out. */
  static void onDeleted(Transaction transaction, DeviceCertificate deleted) throws SQLException {
    if (deleted.authorityId() != null) {
      boolean isRevoked = deleted.status() == DeviceCertificate.Status.REVOKED;
      transaction.update(
          "INSERT INTO barred_certificate (certificate_id, revoked_at) VALUES (?, ?)",
          deleted.certificateId(),
          isRevoked ? deleted.lastUpdatedAt() : null);
    }
  }

  /** Those that are let in now may be let in again when the authority is back. */
  static void onAuthorityRemoved(Transaction transaction, String authorityId) throws SQLException {
    transaction.update(
        """
        INSERT INTO barred_certificate (certificate_id, revoked_at)
        SELECT certificate_id, CASE status WHEN 'REVOKED' THEN last_updated_at END
        FROM device_certificate
        WHERE authority_id = ? AND (status <> 'ACTIVE' OR NOT EXISTS (
          SELECT 1 FROM thing_certificate
          WHERE thing_certificate.certificate_id = device_certificate.certificate_id))
        """,
        authorityId);
  }

  /** The operator lets it in by hand; false: it was revoked, and that is for good. */
  static boolean lift(Transaction transaction, String certificateId) throws SQLException {
    transaction.update(
        "DELETE FROM barred_certificate WHERE certificate_id = ? AND revoked_at IS NULL",
        certificateId);
    return find(transaction, certificateId).isEmpty();
  }
}
