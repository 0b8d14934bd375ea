package io.adit.peer;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Counts attempts and says how long to wait before the next: the first wait is fixed, later ones
 * are drawn evenly below a ceiling that grows by a fifth each time. After a short outage the next
 * attempt is about a third as far away as the outage was long, at most; after a long one it is the
 * policy's longest wait. Drawing spreads a fleet that lost its relay in one moment.
 */
final class Reconnect {
  private static final double GROWTH = 1.2;

  private final ReconnectPolicy policy;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;

  private double ceilingNanos;
  private long openedAt;
  private int failures;

  Reconnect(ReconnectPolicy policy, RandomGenerator random, LongSupplier nanoTime) {
    this.policy = policy;
    this.random = random;
    this.nanoTime = nanoTime;
  }

  /** Whether an attempt may follow the one that failed now. */
  boolean allowsAfterFailure() {
    failures++;
    return policy.attempts() == ReconnectPolicy.FOR_EVER || failures <= policy.attempts();
  }

  /** Whether an attempt may follow a link that was open. */
  boolean allowsAfterLoss() {
    return policy.afterLoss();
  }

  /** The wait before the next attempt. */
  Duration next() {
    long first = policy.first().toNanos();
    if (ceilingNanos == 0) {
      ceilingNanos = first;
      return policy.first();
    }
    ceilingNanos = Math.min(ceilingNanos * GROWTH, (double) policy.longest().toNanos());
    // Half of the first wait at least, so that nobody hammers a relay that answers at once.
    double wait = first / 2.0 + random.nextDouble() * (ceilingNanos - first / 2.0);
    return Duration.ofNanos((long) wait);
  }

  void onOpened() {
    openedAt = nanoTime.getAsLong();
    failures = 0;
  }

  void onEnded() {
    if (nanoTime.getAsLong() - openedAt >= policy.healthyAfter().toNanos()) {
      ceilingNanos = 0;
    }
  }
}
