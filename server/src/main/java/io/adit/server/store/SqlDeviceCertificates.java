package io.adit.server.store;

import io.adit.server.thing.CertificateStore;
import io.adit.server.thing.DeviceAuthority;
import io.adit.server.thing.DeviceCertificate;
import io.adit.server.thing.DeviceCertificate.Status;
import io.adit.server.thing.Thing;
import io.adit.server.thing.ThingNameRule;
import io.adit.server.tls.Pem;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Devices' certificates and the registered authorities in SQL. */
public final class SqlDeviceCertificates implements CertificateStore {
  private final Database database;

  public SqlDeviceCertificates(Database database) {
    this.database = database;
  }

  @Override
  public boolean insert(DeviceCertificate certificate) {
    return database.write(transaction ->
        BarRows.lift(transaction, certificate.certificateId()) && insert(transaction, certificate));
  }

  @Override
  public Optional<Bar> bar(String certificateId) {
    return database.read(transaction -> BarRows.find(transaction, certificateId));
  }

  @Override
  public Optional<DeviceCertificate> find(String certificateId) {
    return database.read(transaction -> find(transaction, certificateId));
  }

  @Override
  public Optional<Attached> findAttached(String certificateId) {
    return database.read(transaction -> {
      Optional<DeviceCertificate> found = find(transaction, certificateId);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      List<String> things =
          transaction.rows(
              "SELECT thing_name FROM thing_certificate WHERE certificate_id = ?",
              row -> row.getString("thing_name"),
              certificateId);
      return Optional.of(new Attached(found.get(), things));
    });
  }

  @Override
  public List<DeviceCertificate> page(boolean ascending, @Nullable Position after, int limit) {
    List<Object> parameters = new ArrayList<>();
    String where = "";
    if (after != null) {
      where = "WHERE (created_at, certificate_id) %s (?, ?)".formatted(ascending ? ">" : "<");
      parameters.add(after.createdAt());
      parameters.add(after.certificateId());
    }
    parameters.add(limit);
    String sql =
        "SELECT * FROM device_certificate %1$s ORDER BY created_at %2$s, certificate_id %2$s LIMIT ?"
            .formatted(where, ascending ? "ASC" : "DESC");
    return database.read(transaction ->
        transaction.rows(sql, SqlDeviceCertificates::certificate, parameters.toArray()));
  }

  @Override
  public Optional<DeviceCertificate> change(
      String certificateId, UnaryOperator<DeviceCertificate> change) {
    return database.write(transaction -> {
      Optional<DeviceCertificate> present = find(transaction, certificateId);
      if (present.isEmpty()) {
        return Optional.empty();
      }
      DeviceCertificate changed = change.apply(present.get());
      transaction.update(
          "UPDATE device_certificate SET status = ?, last_updated_at = ? WHERE certificate_id = ?",
          changed.status().name(),
          changed.lastUpdatedAt(),
          certificateId);
      return present;
    });
  }

  @Override
  public Deletion delete(String certificateId) {
    return database.write(transaction -> {
      Optional<DeviceCertificate> present = find(transaction, certificateId);
      if (present.isEmpty()) {
        return Deletion.NO_CERTIFICATE;
      }
      if (present.get().status() == Status.ACTIVE) {
        return Deletion.ACTIVE;
      }
      if (SqlThings.isAny(transaction, "thing_certificate", "certificate_id", certificateId)) {
        return Deletion.ATTACHED;
      }
      BarRows.onDeleted(transaction, present.get());
      transaction.update("DELETE FROM device_certificate WHERE certificate_id = ?", certificateId);
      return Deletion.DONE;
    });
  }

  @Override
  public Enrolment enrol(DeviceCertificate certificate, String thingName, @Nullable Thing made) {
    return database.write(transaction -> {
      String authorityId = certificate.authorityId();
      if (authorityId != null
          && !SqlThings.isAny(transaction, "device_authority", "authority_id", authorityId)) {
        return Enrolment.NO_AUTHORITY;
      }
      if (BarRows.find(transaction, certificate.certificateId()).isPresent()) {
        return Enrolment.BARRED;
      }
      if (made != null) {
        ThingRows.insert(transaction, made);
      }
      if (!SqlThings.isAny(transaction, "thing", "thing_name", thingName)) {
        return Enrolment.NO_THING;
      }
      if (insert(transaction, certificate)) {
        ThingRows.attach(transaction, thingName, certificate.certificateId(), false);
      }
      return Enrolment.DONE;
    });
  }

  @Override
  public List<DeviceAuthority> authorities() {
    return database.read(transaction ->
        transaction.rows(
            "SELECT * FROM device_authority ORDER BY registered_at, authority_id",
            SqlDeviceCertificates::authority));
  }

  @Override
  public boolean insert(DeviceAuthority authority) {
    return database.write(transaction ->
        transaction.update(
                """
                INSERT INTO device_authority
                  (authority_id, certificate_pem, thing_name_rule, makes_things, registered_at)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                authority.authorityId(),
                Pem.certificates(List.of(authority.certificate())),
                authority.rule().toString(),
                authority.makesThings() ? 1 : 0,
                authority.registeredAt())
            == 1);
  }

  @Override
  public Optional<List<String>> removeAuthority(String authorityId) {
    return database.write(transaction -> {
      List<String> certificates =
          transaction.rows(
              "SELECT certificate_id FROM device_certificate WHERE authority_id = ?",
              row -> row.getString("certificate_id"),
              authorityId);
      BarRows.onAuthorityRemoved(transaction, authorityId);
      int removed =
          transaction.update("DELETE FROM device_authority WHERE authority_id = ?", authorityId);
      return removed == 1 ? Optional.of(certificates) : Optional.empty();
    });
  }

  private static boolean insert(Transaction transaction, DeviceCertificate certificate)
      throws SQLException {
    return transaction.update(
            """
            INSERT INTO device_certificate (certificate_id, certificate_pem, status, authority_id,
              not_before, not_after, created_at, last_updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            certificate.certificateId(),
            certificate.pem(),
            certificate.status().name(),
            certificate.authorityId(),
            certificate.notBefore(),
            certificate.notAfter(),
            certificate.createdAt(),
            certificate.lastUpdatedAt())
        == 1;
  }

  private static Optional<DeviceCertificate> find(Transaction transaction, String certificateId)
      throws SQLException {
    return transaction.row(
        "SELECT * FROM device_certificate WHERE certificate_id = ?",
        SqlDeviceCertificates::certificate,
        certificateId);
  }

  private static DeviceCertificate certificate(ResultSet row) throws SQLException {
    return new DeviceCertificate(
        row.getString("certificate_id"),
        row.getString("certificate_pem"),
        Status.valueOf(row.getString("status")),
        row.getString("authority_id"),
        Objects.requireNonNull(Transaction.time(row, "not_before")),
        Objects.requireNonNull(Transaction.time(row, "not_after")),
        Objects.requireNonNull(Transaction.time(row, "created_at")),
        Objects.requireNonNull(Transaction.time(row, "last_updated_at")));
  }

  private static DeviceAuthority authority(ResultSet row) throws SQLException {
    String id = row.getString("authority_id");
    X509Certificate certificate =
        Pem.readCertificates(row.getString("certificate_pem"), "authority " + id).getFirst();
    String rule = row.getString("thing_name_rule");
    return new DeviceAuthority(
        id,
        certificate,
        ThingNameRule.parse(rule)
            .orElseThrow(() -> new DatabaseException("authority " + id + " has the rule " + rule)),
        row.getInt("makes_things") == 1,
        Objects.requireNonNull(Transaction.time(row, "registered_at")));
  }
}
