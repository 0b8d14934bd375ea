package io.adit.server.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.limit.DataBudget;
import io.adit.server.limit.LimitHolder;
import io.adit.server.limit.LimitName;
import io.adit.server.limit.LimitOptions;
import io.adit.server.limit.Limits;
import io.adit.server.limit.OwnLimit;
import io.adit.server.limit.ThingLimits;
import io.adit.server.store.Database;
import io.adit.server.store.SqlLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What things use of their budgets, in a real database and in a time that the test makes. */
@SuppressWarnings("NullAway.Init") // each test starts with its own budget
class DataBudgetsTest {
  @TempDir Path folder;
  private volatile Instant now = Instant.parse("2026-11-28T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Database database;
  private Limits limits;
  private DataBudgets budgets;

  @AfterEach
  void close() {
    budgets.close();
    database.close();
  }

  @Test
  void theOperatorIsWarnedOnceAndToldOnceThatItIsUsedUp() {
    // Given
    start("1KB/day");

    // When
    carry("pump", 799);
    assertThat(heard).isEmpty();
    carry("pump", 1);
    carry("pump", 199);

    // Then
    assertThat(heard).containsExactly("pump 80 %");
    assertThat(budgets.usedUp("pump")).isEmpty();

    // When
    carry("pump", 1);
    carry("pump", 500);

    // Then
    assertThat(heard).containsExactly("pump 80 %", "pump is used up");
    assertThat(budgets.usedUp("pump"))
        .map(ThingUse::inWords)
        .get()
        .asString()
        .isEqualTo(
            "The data budget of thing pump is used up: 1.5 KB of 1KB/day. It begins anew at"
                + " 2026-11-29T00:00:00Z; until then an operator can raise it (adit limits set"
                + " --thing pump data=...) or forget what was used (adit limits reset --thing"
                + " pump).");
    assertThat(budgets.usedUp("other")).isEmpty();
    assertThat(budgets.usedUp(null)).isEmpty();
  }

  @Test
  void manyLinksAtOnceCrossABoundOnce() throws Exception {
    // Given
    start("1MB/day");

    // When
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      threads.invokeAll(
          IntStream.range(0, 8)
              .<Callable<Integer>>mapToObj(_ ->
                  () -> {
                    for (int i = 0; i < 50_000; i++) {
                      carry("pump", 3);
                    }
                    return 0;
                  })
              .toList());
    }

    // Then: nothing is lost either.
    assertThat(heard).containsExactly("pump 80 %", "pump is used up");
    assertThat(budgets.all()).extracting(ThingUse::bytes).containsExactly(1_200_000L);
  }

  @Test
  void whatWasUsedOutlivesTheServer() {
    // Given
    start("1KB/day");
    carry("pump", 900);

    // When
    restart("1KB/day");

    // Then
    assertThat(budgets.all()).extracting(ThingUse::bytes).containsExactly(900L);
    carry("pump", 100);
    assertThat(budgets.usedUp("pump")).isPresent();
  }

  @Test
  void aPeriodThatBeginsMakesRoom() {
    // Given
    start("1KB/month");
    carry("pump", 1_000);
    assertThat(budgets.usedUp("pump")).isPresent();

    // When
    now = Instant.parse("2026-12-01T00:00:00Z");

    // Then
    assertThat(budgets.usedUp("pump")).isEmpty();
    assertThat(budgets.all()).extracting(ThingUse::bytes).containsExactly(0L);

    // When: also while it was stopped
    carry("pump", 1_000);
    budgets.close();
    database.close();
    now = Instant.parse("2027-01-15T00:00:00Z");
    start("1KB/month");

    // Then
    assertThat(budgets.usedUp("pump")).isEmpty();
  }

  @Test
  void aClockThatGoesBackGivesNothingAway() {
    // Given
    now = Instant.parse("2026-11-28T00:30:00Z");
    start("1KB/day");
    carry("pump", 1_000);

    // When
    now = Instant.parse("2026-11-27T23:30:00Z");

    // Then
    assertThat(budgets.usedUp("pump")).isPresent();
  }

  @Test
  void anOperatorCanForgetWhatWasUsed() {
    // Given
    start("1KB/day");
    carry("pump", 1_000);

    // When
    var reset = budgets.reset("pump");

    // Then
    assertThat(reset).map(ThingUse::bytes).contains(0L);
    assertThat(budgets.usedUp("pump")).isEmpty();
    restart("1KB/day");
    assertThat(budgets.usedUp("pump")).isEmpty();
  }

  @Test
  void anOtherBudgetHoldsAtOnce() {
    // Given
    start("1KB/day");
    carry("pump", 1_000);

    // When: more
    own("2KB/day");

    // Then
    assertThat(budgets.usedUp("pump")).isEmpty();
    carry("pump", 999);
    assertThat(heard).containsExactly("pump is used up", "pump 99 %");

    // When: less
    own("1KB/day");

    // Then
    assertThat(heard).last().isEqualTo("pump is used up");
    assertThat(budgets.usedUp("pump")).isPresent();

    // When: none
    own("off");

    // Then
    assertThat(budgets.of("pump")).isNull();
    assertThat(budgets.usedUp("pump")).isEmpty();
    assertThat(budgets.reset("pump")).isEmpty();
  }

  @Test
  void aBudgetOfAnotherPeriodBeginsAtNothing() {
    // Given
    start("1KB/month");
    carry("pump", 900);

    // When
    own("1KB/day");

    // Then
    assertThat(budgets.all()).extracting(ThingUse::bytes).containsExactly(0L);
    restart("1KB/month");
    assertThat(budgets.all()).extracting(use -> use.budget().toString()).containsExactly("1KB/day");
  }

  private void own(String value) {
    limits.put(new OwnLimit(LimitHolder.thing("pump"), LimitName.DATA, value));
  }

  private void carry(String thing, int bytes) {
    Objects.requireNonNull(budgets.of(thing)).add(bytes);
  }

  private void restart(String budget) {
    budgets.close();
    database.close();
    start(budget);
  }

  private void start(String budget) {
    database = new Database(folder.resolve("adit.db"));
    var store = new SqlLimits(database);
    LimitOptions none = LimitOptions.NONE;
    limits =
        new Limits(
            new LimitOptions(
                none.account(),
                none.principal(),
                new ThingLimits(null, DataBudget.parse(budget).orElseThrow()),
                none.links()),
            store);
    budgets = new DataBudgets(limits, store, clock);
    budgets.tell(
        new BudgetListener() {
          @Override
          public void onNearlyUsed(ThingUse use) {
            heard.add(use.thing() + " " + use.percent() + " %");
          }

          @Override
          public void onUsedUp(ThingUse use) {
            heard.add(use.thing() + " is used up");
          }
        });
  }
}
