package io.adit.server.tunnel;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Creation times that rise by at least a microsecond, so that tunnels opened at once still have an
 * order. A clock that was set back is followed.
 */
final class CreationClock {
  private static final long SET_BACK_MICROS = 1_000_000;

  private final InstantSource clock;
  private final AtomicLong lastMicros = new AtomicLong(Long.MIN_VALUE);

  CreationClock(InstantSource clock) {
    this.clock = clock;
  }

  Instant next() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    long next =
        lastMicros.updateAndGet(
            last -> now > last || now < last - SET_BACK_MICROS ? now : last + 1);
    return Instant.EPOCH.plus(next, ChronoUnit.MICROS);
  }
}
