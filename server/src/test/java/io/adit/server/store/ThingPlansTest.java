package io.adit.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.thing.Thing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That a page of many things is read from an index, in its order, and nothing is sorted. */
class ThingPlansTest {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = new Database(folder.resolve("adit.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  static Stream<Thing.Filter> filters() {
    return Stream.of(
        Thing.Filter.ALL,
        new Thing.Filter("site", "tokyo", false, null),
        new Thing.Filter(null, null, false, "pump"));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void aPageIsReadFromAnIndexInItsOrder(Thing.Filter filter) {
    // When
    List<String> plan = plan(ThingRows.query(filter, "m", 250));

    // Then
    assertThat(plan).allMatch(step -> step.startsWith("SEARCH"), "an index is searched");
    assertThat(plan).noneMatch(step -> step.contains("TEMP B-TREE"));
  }

  @Test
  void theBeginningOfAnAttributeIsSearchedInItsIndex() {
    // When
    List<String> plan =
        plan(ThingRows.query(new Thing.Filter("site", "to", true, null), null, 250));

    // Then
    assertThat(plan.getFirst()).startsWith("SEARCH thing_attribute USING COVERING INDEX");
  }

  private List<String> plan(ThingRows.Query query) {
    return database.read(transaction ->
        new ArrayList<>(
            transaction.rows(
                "EXPLAIN QUERY PLAN " + query.sql(),
                row -> row.getString("detail"),
                query.parameters().toArray())));
  }
}
