package io.adit.server.allowance;

import io.adit.server.limit.DataBudget;
import io.adit.server.limit.LimitStore;
import io.adit.server.limit.Limits;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much is carried for each thing that has a budget. What was used is in memory, and written
 * down every few seconds and at the end: a server that is killed forgets what came since. Keeping
 * and resetting block on the store; all else is for any thread.
 */
public final class DataBudgets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataBudgets.class);
  private static final long KEEP_SECONDS = 2;

  private final Limits limits;
  private final LimitStore store;
  private final InstantSource clock;
  private final List<BudgetListener> listeners = new CopyOnWriteArrayList<>();

  /** Of each thing that ever had a budget; a name and two numbers each. */
  private final Map<String, DataUse> uses = new ConcurrentHashMap<>();

  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("adit-data-use").factory());

  private boolean failing; // the keeper's own

  /** Knows what was used before. */
  public DataBudgets(Limits limits, LimitStore store, InstantSource clock) {
    this.limits = limits;
    this.store = store;
    this.clock = clock;
    for (LimitStore.Used used : store.used()) {
      DataUse use = newUse(used.thing());
      use.restore(used);
      uses.put(used.thing(), use);
      hold(use);
    }
    limits.onChange(() -> uses.values().forEach(this::hold));
  }

  /** Begins to write down what is used, every few seconds. */
  public void start() {
    var _ =
        keeper.scheduleWithFixedDelay(
            this::tryToKeep, KEEP_SECONDS, KEEP_SECONDS, TimeUnit.SECONDS);
  }

  /** Who hears of budgets that come to their end. */
  public void tell(BudgetListener listener) {
    listeners.add(listener);
  }

  /** Where what is carried for a thing is counted; null: nowhere. */
  @Nullable DataUse of(@Nullable String thing) {
    if (thing == null || limits.ofThing(thing).data() == null) {
      return null;
    }
    return uses.computeIfAbsent(
        thing,
        name -> {
          DataUse use = newUse(name);
          hold(use);
          return use;
        });
  }

  /** What a thing has used, if that is all of its budget. */
  public Optional<ThingUse> usedUp(@Nullable String thing) {
    return Optional.ofNullable(of(thing))
        .flatMap(use -> {
          use.beginAnew(clock.instant());
          return use.view();
        })
        .filter(ThingUse::isUsedUp);
  }

  /** All things with a budget that have used some of it, by name. */
  public List<ThingUse> all() {
    uses.values().forEach(use -> use.beginAnew(clock.instant()));
    return uses.values().stream()
        .flatMap(use -> use.view().stream())
        .sorted(Comparator.comparing(ThingUse::thing))
        .toList();
  }

  /** Forgets what a thing has used; empty: it has no budget. */
  public Optional<ThingUse> reset(String thing) {
    DataUse use = of(thing);
    if (use == null) {
      return Optional.empty();
    }
    use.reset(clock.instant());
    keep();
    return use.view();
  }

  /** Writes down what is not written yet. */
  public void keep() {
    uses.values().forEach(use -> use.beginAnew(clock.instant()));
    Map<String, LimitStore.Used> unkept = new ConcurrentHashMap<>();
    uses.values().forEach(use -> use.unkept().ifPresent(used -> unkept.put(use.thing(), used)));
    if (!unkept.isEmpty()) {
      store.keep(unkept.values());
      unkept.forEach((thing, used) -> {
        DataUse use = uses.get(thing);
        if (use != null) {
          use.onKept(used.bytes());
        }
      });
    }
  }

  /** Writes down the rest. */
  @Override
  public void close() {
    keeper.close();
    keep();
  }

  private void tryToKeep() {
    try {
      keep();
      failing = false;
    } catch (RuntimeException e) {
      // Once for a row of failures: a full disk should not be filled further by its own log.
      if (!failing) {
        LOG.error("What things have used of their data cannot be written down; trying again", e);
      }
      failing = true;
    }
  }

  private void hold(DataUse use) {
    DataBudget budget = limits.ofThing(use.thing()).data();
    use.hold(budget, limits.general().links().dataWarningPercent(), clock.instant());
  }

  private DataUse newUse(String thing) {
    return new DataUse(
        thing,
        new BudgetListener() {
          @Override
          public void onNearlyUsed(ThingUse use) {
            LOG.warn(
                "Thing {} has used {} % of its data budget: {} of {}; it ends when all is used",
                use.thing(), use.percent(), DataBudget.size(use.bytes()), use.budget());
            listeners.forEach(each -> each.onNearlyUsed(use));
          }

          @Override
          public void onUsedUp(ThingUse use) {
            LOG.warn("{}", use.inWords());
            listeners.forEach(each -> each.onUsedUp(use));
          }
        });
  }
}
