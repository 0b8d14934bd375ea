package io.adit.server.store;

import io.adit.server.thing.Thing;
import io.adit.server.thing.ThingStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Things in SQL. */
public final class SqlThings implements ThingStore {
  private final Database database;

  public SqlThings(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Thing> insert(Thing thing) {
    return database.write(transaction -> {
      if (ThingRows.insert(transaction, thing)) {
        return Optional.empty();
      }
      return ThingRows.find(transaction, thing.thingName());
    });
  }

  @Override
  public Optional<Thing> find(String thingName) {
    return database.read(transaction -> ThingRows.find(transaction, thingName));
  }

  @Override
  public List<Thing> page(Thing.Filter filter, @Nullable String after, int limit) {
    return database.read(transaction -> ThingRows.page(transaction, filter, after, limit));
  }

  @Override
  public Optional<Thing> change(String thingName, UnaryOperator<Thing> change) {
    return database.write(transaction -> {
      Optional<Thing> present = ThingRows.find(transaction, thingName);
      if (present.isEmpty()) {
        return Optional.empty();
      }
      Thing changed = change.apply(present.get());
      ThingRows.update(transaction, changed);
      return Optional.of(changed);
    });
  }

  @Override
  public Deletion delete(String thingName, @Nullable Long expectedVersion) {
    return database.write(transaction -> {
      Optional<Thing> thing = ThingRows.find(transaction, thingName);
      if (thing.isEmpty()) {
        return Deletion.NO_THING;
      }
      if (expectedVersion != null && expectedVersion != thing.get().version()) {
        return Deletion.OTHER_VERSION;
      }
      if (isAny(transaction, "thing_certificate", "thing_name", thingName)) {
        return Deletion.ATTACHED;
      }
      transaction.update("DELETE FROM thing WHERE thing_name = ?", thingName);
      return Deletion.DONE;
    });
  }

  @Override
  public Attachment attach(String thingName, String certificateId, boolean exclusive) {
    return database.write(transaction -> {
      Optional<Attachment> missing = missing(transaction, thingName, certificateId);
      if (missing.isPresent()) {
        return missing.get();
      }
      boolean isInTheWay =
          transaction
              .row(
                  """
                  SELECT 1 FROM thing_certificate
                  WHERE certificate_id = ? AND thing_name <> ? AND (exclusive = 1 OR ? = 1) LIMIT 1
                  """,
                  row -> true,
                  certificateId,
                  thingName,
                  exclusive ? 1 : 0)
              .isPresent();
      if (isInTheWay) {
        return Attachment.EXCLUSIVE;
      }
      boolean isNew = !ThingRows.isAttached(transaction, thingName, certificateId);
      ThingRows.attach(transaction, thingName, certificateId, exclusive);
      return isNew ? Attachment.DONE : Attachment.UNCHANGED;
    });
  }

  @Override
  public Attachment detach(String thingName, String certificateId) {
    return database.write(transaction -> {
      Optional<Attachment> missing = missing(transaction, thingName, certificateId);
      if (missing.isPresent()) {
        return missing.get();
      }
      int detached =
          transaction.update(
              "DELETE FROM thing_certificate WHERE thing_name = ? AND certificate_id = ?",
              thingName,
              certificateId);
      return detached == 1 ? Attachment.DONE : Attachment.UNCHANGED;
    });
  }

  @Override
  public List<String> certificatesOf(String thingName, @Nullable String after, int limit) {
    return database.read(transaction ->
        transaction.rows(
            """
            SELECT certificate_id FROM thing_certificate
            WHERE thing_name = ? AND certificate_id > ? ORDER BY certificate_id LIMIT ?
            """,
            row -> row.getString("certificate_id"),
            thingName,
            Objects.requireNonNullElse(after, ""),
            limit));
  }

  @Override
  public List<String> thingsOf(String certificateId, @Nullable String after, int limit) {
    return database.read(transaction ->
        transaction.rows(
            """
            SELECT thing_name FROM thing_certificate
            WHERE certificate_id = ? AND thing_name > ? ORDER BY thing_name LIMIT ?
            """,
            row -> row.getString("thing_name"),
            certificateId,
            Objects.requireNonNullElse(after, ""),
            limit));
  }

  private static Optional<Attachment> missing(
      Transaction transaction, String thingName, String certificateId) throws SQLException {
    if (!isAny(transaction, "thing", "thing_name", thingName)) {
      return Optional.of(Attachment.NO_THING);
    }
    return isAny(transaction, "device_certificate", "certificate_id", certificateId)
        ? Optional.empty()
        : Optional.of(Attachment.NO_CERTIFICATE);
  }

  static boolean isAny(Transaction transaction, String table, String column, String value)
      throws SQLException {
    String sql = "SELECT 1 FROM %s WHERE %s = ? LIMIT 1".formatted(table, column);
    return transaction.row(sql, row -> true, value).isPresent();
  }
}
