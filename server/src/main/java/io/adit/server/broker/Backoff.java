package io.adit.server.broker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: anything up to a limit that doubles each time, so that many
 * who lost the same connection do not come back together. Not thread safe.
 */
final class Backoff {
  private final Duration first;
  private final Duration most;
  private final RandomGenerator random;
  private Duration limit;

  Backoff(Duration first, Duration most, RandomGenerator random) {
    this.first = first;
    this.most = most;
    this.random = random;
    this.limit = first;
  }

  /** The next one; at least half of the first. */
  Duration next() {
    long floorMillis = first.toMillis() / 2;
    long wait = floorMillis + random.nextLong(Math.max(1, limit.toMillis() - floorMillis));
    Duration doubled = limit.multipliedBy(2);
    limit = doubled.compareTo(most) < 0 ? doubled : most;
    return Duration.ofMillis(wait);
  }

  /** It worked. */
  void reset() {
    limit = first;
  }
}
