package io.adit.server;

import io.adit.server.tunnel.CloseCause;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.TunnelListener;
import io.adit.server.tunnel.TunnelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends tunnels when their time is over and forgets closed ones, on a virtual thread of its own that
 * sleeps until something is due. Whoever opens or closes a tunnel wakes it.
 */
final class Sweeper implements TunnelListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /** The wall clock may be set while it sleeps. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  /** What a sweep at close may still take; the store is closed next. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final TunnelRegistry registry;
  private final InstantSource clock;
  private final Semaphore wakeUps = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  private Sweeper(TunnelRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("sweeper").unstarted(this::run);
  }

  static Sweeper start(TunnelRegistry registry, InstantSource clock) {
    var sweeper = new Sweeper(registry, clock);
    registry.addListener(sweeper);
    sweeper.thread.start();
    return sweeper;
  }

  @Override
  public void onOpened(OpenedTunnel opened) {
    wakeUps.release();
  }

  @Override
  public void onClosed(String tunnelId, CloseCause cause) {
    wakeUps.release();
  }

  @Override
  public void close() {
    closed = true;
    wakeUps.release();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        Duration sleep = sweep();
        if (wakeUps.tryAcquire(sleep.toMillis(), TimeUnit.MILLISECONDS)) {
          wakeUps.drainPermits(); // one sweep for all who knocked
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; then it ends like closed.
    }
  }

  private Duration sweep() {
    try {
      Instant now = clock.instant();
      return registry
          .sweep()
          .map(due -> Duration.between(now, due).plusMillis(1))
          .filter(until -> until.compareTo(LONGEST_SLEEP) < 0)
          .orElse(LONGEST_SLEEP);
    } catch (RuntimeException e) {
      LOG.error("Expired tunnels could not be closed; trying again in a minute", e);
      return LONGEST_SLEEP;
    }
  }
}
