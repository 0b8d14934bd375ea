package io.adit.agent.mqtt;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before connecting again: anything up to a ceiling that doubles each time, so
 * that a fleet that lost its gateway in one moment does not come back in one. Not thread safe.
 *
 * @see Patience
 */
final class Backoff {
  private final Patience patience;
  private final RandomGenerator random;
  private Duration ceiling;

  Backoff(Patience patience, RandomGenerator random) {
    this.patience = patience;
    this.random = random;
    this.ceiling = patience.first();
  }

  /** The next one; at least a tenth of the first ceiling. */
  Duration next() {
    return next(ceiling);
  }

  /** The next one where somebody else wants our place: coming back at once would put them out. */
  Duration nextAfterTakeover() {
    Duration least = patience.afterTakeover();
    return least.plus(next(least));
  }

  private Duration next(Duration below) {
    long floor = patience.first().toMillis() / 10;
    long wait = floor + random.nextLong(Math.max(1, below.toMillis() - floor));
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(patience.longest()) < 0 ? doubled : patience.longest();
    return Duration.ofMillis(wait);
  }

  /** It worked for a while. */
  void reset() {
    ceiling = patience.first();
  }
}
