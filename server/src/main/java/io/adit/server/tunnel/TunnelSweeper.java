package io.adit.server.tunnel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the registry when something is due, on one thread for all tunnels. It looks at least once
 * a second, so that it follows a clock that was set and a computer that slept.
 */
public final class TunnelSweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TunnelSweeper.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

  private final TunnelRegistry registry;
  private final InstantSource clock;
  private final ClockWatch watch;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /** Starts sweeping. */
  public TunnelSweeper(TunnelRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.watch = new ClockWatch(clock, System::nanoTime);
    this.thread = Thread.ofVirtual().name("adit-tunnel-sweeper").start(this::run);
  }

  /** Returns when no sweep runs any more. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean failing = false;
    Duration pause = Duration.ZERO;
    while (!isStoppedWithin(pause)) {
      watch.jump().ifPresent(TunnelSweeper::tellJump);
      try {
        pause = pauseUntil(registry.sweep());
        failing = false;
      } catch (RuntimeException e) {
        // Once for a row of failures: a full disk should not be filled further by its own log.
        if (!failing) {
          log.error("Expired tunnels cannot be closed now; trying again every second", e);
        }
        failing = true;
        pause = LONGEST_PAUSE;
      }
    }
  }

  private static void tellJump(Duration jump) {
    log.warn(
        "The clock was set {} by {} s: tunnels, sessions and certificates end by the new time, and calls signed by the old one are refused. See that this machine keeps its time (chrony, systemd-timesyncd)",
        jump.isNegative() ? "back" : "forward",
        Math.round(jump.abs().toMillis() / 1e3));
  }

  private Duration pauseUntil(Optional<Instant> due) {
    Duration left = due.map(time -> Duration.between(clock.instant(), time)).orElse(LONGEST_PAUSE);
    if (left.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE;
  }

  private boolean isStoppedWithin(Duration time) {
    try {
      return stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
