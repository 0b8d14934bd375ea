package io.adit.server.tunnel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices that the clock was set, by a time that goes on evenly. One thread looks, now and then.
 */
final class ClockWatch {
  /** What a clock that is slowly put right, or a busy machine, does not make. */
  private static final Duration LEAST = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private Instant time;
  private long nanos;

  ClockWatch(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.time = clock.instant();
    this.nanos = nanoTime.getAsLong();
  }

  /** By how much it was set since the last look; negative: back. */
  Optional<Duration> jump() {
    Instant now = clock.instant();
    long nanosNow = nanoTime.getAsLong();
    Duration jump = Duration.between(time, now).minusNanos(nanosNow - nanos);
    time = now;
    nanos = nanosNow;
    return Optional.of(jump).filter(found -> found.abs().compareTo(LEAST) >= 0);
  }
}
