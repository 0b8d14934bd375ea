package io.adit.server.allowance;

import io.adit.server.limit.DataBudget;
import io.adit.server.limit.LimitStore;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is carried for one thing. Event loops add to it; all else happens on other threads. */
final class DataUse {
  private static final int ALL = 100;

  /** Where it warns and ends; replaced as a whole, under the lock. */
  private record Bounds(DataBudget budget, long warnAt) {}

  private final String thing;
  private final BudgetListener listener;
  private final AtomicLong bytes = new AtomicLong();
  private volatile @Nullable Bounds bounds;

  // guarded by this
  private DataBudget.@Nullable Period period;
  private Instant periodStart = Instant.MIN;
  private long keptBytes;

  DataUse(String thing, BudgetListener listener) {
    this.thing = thing;
    this.listener = listener;
  }

  String thing() {
    return thing;
  }

  /** So many bytes more; tells the listener, once, when they reach a bound. */
  void add(int count) {
    Bounds now = bounds;
    long after = bytes.addAndGet(count);
    if (now == null) {
      return;
    }
    long before = after - count;
    if (before < now.budget().bytes() && after >= now.budget().bytes()) {
      view().ifPresent(listener::onUsedUp);
    } else if (before < now.warnAt() && after >= now.warnAt()) {
      view().ifPresent(listener::onNearlyUsed);
    }
  }

  /** Whether nothing more may be carried. */
  boolean isUsedUp() {
    Bounds now = bounds;
    return now != null && bytes.get() >= now.budget().bytes();
  }

  /** What was kept of it, if that still counts. */
  synchronized void restore(LimitStore.Used used) {
    period = used.period();
    periodStart = used.periodStart();
    bytes.set(used.bytes());
    keptBytes = used.bytes();
  }

  /**
   * Holds it to a budget from now on; one that is over already is told.
   *
   * @param budget null: it may carry as much as it likes
   */
  void hold(@Nullable DataBudget budget, int warnPercent, Instant now) {
    boolean isOver;
    synchronized (this) {
      Bounds former = bounds;
      if (budget == null) {
        bounds = null;
        return;
      }
      if (former != null && former.budget().equals(budget)) {
        return;
      }
      bounds = new Bounds(budget, budget.bytes() / ALL * warnPercent);
      boolean isOtherPeriod = period != null && period != budget.period();
      period = budget.period();
      if (isOtherPeriod) {
        begin(budget.period().start(now));
      }
      beginAnew(now);
      isOver = bytes.get() >= budget.bytes();
    }
    if (isOver) {
      view().ifPresent(listener::onUsedUp);
    }
  }

  /**
   * Forgets what was used when another period has begun; a clock that goes back changes nothing.
   */
  synchronized void beginAnew(Instant now) {
    Bounds held = bounds;
    if (held != null && held.budget().period().start(now).isAfter(periodStart)) {
      begin(held.budget().period().start(now));
    }
  }

  /** Forgets what was used. */
  synchronized void reset(Instant now) {
    Bounds held = bounds;
    begin(held == null ? now : held.budget().period().start(now));
  }

  /** What is to be kept, if that is not done yet. */
  synchronized Optional<LimitStore.Used> unkept() {
    Bounds held = bounds;
    long count = bytes.get();
    return held == null || count == keptBytes
        ? Optional.empty()
        : Optional.of(new LimitStore.Used(thing, held.budget().period(), periodStart, count));
  }

  synchronized void onKept(long count) {
    keptBytes = count;
  }

  /** What was used of the budget; empty: there is none. */
  synchronized Optional<ThingUse> view() {
    Bounds held = bounds;
    return held == null
        ? Optional.empty()
        : Optional.of(
            new ThingUse(
                thing,
                bytes.get(),
                held.budget(),
                periodStart,
                held.budget().period().end(periodStart)));
  }

  private void begin(Instant start) {
    periodStart = start;
    bytes.set(0);
    keptBytes = -1;
  }
}
