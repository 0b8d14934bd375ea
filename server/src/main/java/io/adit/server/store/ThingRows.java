package io.adit.server.store;

import io.adit.server.thing.Thing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a thing is laid out in rows. */
final class ThingRows {
  private ThingRows() {}

  /** False: the name is taken. */
  static boolean insert(Transaction transaction, Thing thing) throws SQLException {
    int inserted =
        transaction.update(
            """
            INSERT INTO thing (thing_name, thing_id, thing_type, version, created_at)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            thing.thingName(),
            thing.thingId(),
            thing.thingTypeName(),
            thing.version(),
            thing.createdAt());
    if (inserted == 1) {
      insertAttributes(transaction, thing);
    }
    return inserted == 1;
  }

  static void update(Transaction transaction, Thing thing) throws SQLException {
    transaction.update(
        "UPDATE thing SET thing_type = ?, version = ? WHERE thing_name = ?",
        thing.thingTypeName(),
        thing.version(),
        thing.thingName());
    transaction.update("DELETE FROM thing_attribute WHERE thing_name = ?", thing.thingName());
    insertAttributes(transaction, thing);
  }

  static Optional<Thing> find(Transaction transaction, String thingName) throws SQLException {
    return select(
            transaction, new Query("SELECT * FROM thing WHERE thing_name = ?", List.of(thingName)))
        .stream()
        .findFirst();
  }

  /** A statement that returns rows of things. */
  record Query(String sql, List<Object> parameters) {}

  static List<Thing> page(
      Transaction transaction, Thing.Filter filter, @Nullable String after, int limit)
      throws SQLException {
    return select(transaction, query(filter, after, limit));
  }

  /** Driven by the index of the narrowest filter, in the order of names. */
  static Query query(Thing.Filter filter, @Nullable String after, int limit) {
    String tables = "thing";
    String name = "thing.thing_name";
    List<String> conditions = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    if (filter.attributeName() != null) {
      tables = "thing_attribute JOIN thing USING (thing_name)";
      name = "thing_attribute.thing_name"; // in the order of its index
      conditions.add("attribute_name = ?");
      parameters.add(filter.attributeName());
    }
    if (filter.attributeValue() != null) {
      conditions.add(filter.isPrefix() ? "attribute_value BETWEEN ? AND ?" : "attribute_value = ?");
      parameters.add(filter.attributeValue());
      if (filter.isPrefix()) {
        parameters.add(filter.attributeValue() + "\u007f"); // no value has a character behind it
      }
    }
    if (filter.thingTypeName() != null) {
      conditions.add("thing_type = ?");
      parameters.add(filter.thingTypeName());
    }
    conditions.add(name + " > ?");
    parameters.add(Objects.requireNonNullElse(after, ""));
    parameters.add(limit);
    return new Query(
        "SELECT thing.* FROM %s WHERE %s ORDER BY %s LIMIT ?"
            .formatted(tables, String.join(" AND ", conditions), name),
        parameters);
  }

  static boolean isAttached(Transaction transaction, String thingName, String certificateId)
      throws SQLException {
    return transaction
        .row(
            "SELECT 1 FROM thing_certificate WHERE thing_name = ? AND certificate_id = ?",
            row -> true,
            thingName,
            certificateId)
        .isPresent();
  }

  static void attach(
      Transaction transaction, String thingName, String certificateId, boolean exclusive)
      throws SQLException {
    transaction.update(
        """
        INSERT INTO thing_certificate (thing_name, certificate_id, exclusive) VALUES (?, ?, ?)
        ON CONFLICT (thing_name, certificate_id) DO UPDATE SET exclusive = excluded.exclusive
        """,
        thingName,
        certificateId,
        exclusive ? 1 : 0);
  }

  private static void insertAttributes(Transaction transaction, Thing thing) throws SQLException {
    for (Map.Entry<String, String> attribute : thing.attributes().entrySet()) {
      transaction.update(
          """
          INSERT INTO thing_attribute (thing_name, attribute_name, attribute_value)
          VALUES (?, ?, ?)
          """,
          thing.thingName(),
          attribute.getKey(),
          attribute.getValue());
    }
  }

  private static List<Thing> select(Transaction transaction, Query query) throws SQLException {
    List<Thing> bare =
        transaction.rows(query.sql(), ThingRows::thing, query.parameters().toArray());
    List<String> names = bare.stream().map(Thing::thingName).toList();
    Map<String, SortedMap<String, String>> attributes = attributes(transaction, names);
    return bare.stream()
        .map(thing ->
            new Thing(
                thing.thingName(),
                thing.thingId(),
                thing.thingTypeName(),
                attributes.getOrDefault(thing.thingName(), Collections.emptySortedMap()),
                thing.version(),
                thing.createdAt()))
        .toList();
  }

  private static Map<String, SortedMap<String, String>> attributes(
      Transaction transaction, List<String> thingNames) throws SQLException {
    Map<String, SortedMap<String, String>> attributes = new HashMap<>();
    if (thingNames.isEmpty()) {
      return attributes;
    }
    String marks = String.join(", ", Collections.nCopies(thingNames.size(), "?"));
    transaction.rows(
        "SELECT * FROM thing_attribute WHERE thing_name IN (" + marks + ")",
        row ->
            attributes
                .computeIfAbsent(row.getString("thing_name"), _ -> new TreeMap<>())
                .put(row.getString("attribute_name"), row.getString("attribute_value")),
        thingNames.toArray());
    return attributes;
  }

  private static Thing thing(ResultSet row) throws SQLException {
    return new Thing(
        row.getString("thing_name"),
        row.getString("thing_id"),
        row.getString("thing_type"),
        Collections.emptySortedMap(),
        row.getLong("version"),
        Objects.requireNonNull(Transaction.time(row, "created_at")));
  }
}
