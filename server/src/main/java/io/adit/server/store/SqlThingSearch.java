package io.adit.server.store;

import io.adit.server.thing.Thing;
import io.adit.server.thing.ThingSearch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds things in SQL. */
public final class SqlThingSearch implements ThingSearch {
  private static final String COUNTS =
      """
      SELECT
        (SELECT count(*) FROM thing_certificate WHERE thing_name = ?) AS certificates,
        (SELECT count(*) FROM thing_certificate t
          JOIN device_certificate c ON c.certificate_id = t.certificate_id
          WHERE t.thing_name = ? AND c.status = 'ACTIVE') AS active,
        (SELECT count(*) FROM tunnel
          WHERE thing_name = ? AND closed_at IS NULL AND expires_at > ?) AS open
      """;

  private final Database database;

  public SqlThingSearch(Database database) {
    this.database = database;
  }

  @Override
  public List<Found> search(Filter filter, @Nullable String after, int limit, Instant now) {
    var query = new Conditions();
    query.andNamed(
        "EXISTS (SELECT 1 FROM thing_attribute a WHERE a.thing_name = thing.thing_name AND a.attribute_name = ?%s)",
        " AND a.attribute_value = ?", filter.label());
    text(query, filter.text());
    query.andIf("thing_name > ?", after);
    query.parameter(limit);
    String sql = "SELECT thing_name FROM thing " + query.where() + " ORDER BY thing_name LIMIT ?";
    return database.read(transaction -> {
      List<String> names =
          transaction.rows(sql, row -> row.getString("thing_name"), query.parameters());
      var found = new ArrayList<Found>();
      for (String name : names) {
        found.add(found(transaction, name, now));
      }
      return found;
    });
  }

  private static Found found(Transaction transaction, String name, Instant now)
      throws SQLException {
    Thing thing = ThingRows.find(transaction, name).orElseThrow();
    return transaction
        .row(
            COUNTS,
            row ->
                new Found(
                    name,
                    thing.attributes(),
                    thing.version(),
                    row.getInt("certificates"),
                    row.getInt("active"),
                    row.getInt("open")),
            name,
            name,
            name,
            now)
        .orElseThrow();
  }

  private static void text(Conditions query, @Nullable String text) {
    if (text == null) {
      return;
    }
    String like = Conditions.like(text.toLowerCase(Locale.ROOT));
    query.and(
        """
        (lower(thing_name) LIKE ? ESCAPE '!'
          OR EXISTS (SELECT 1 FROM thing_attribute a WHERE a.thing_name = thing.thing_name
            AND lower(a.attribute_name || '=' || a.attribute_value) LIKE ? ESCAPE '!'))
        """,
        like,
        like);
  }
}
