package io.adit.models.link;

import io.adit.models.client.ModelApp;
import java.time.Duration;

/**
 * Reads an application's bytes at a pace, until it is closed. What it could have read while nothing
 * was there it makes up for within half a second: bytes may have waited in the socket meanwhile,
 * when this machine had other things to do. Guarded by the monitor, but for {@link #run}.
 */
final class SlowApp implements Runnable {
  private static final Duration TICK = Duration.ofMillis(5);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MOST_CREDIT_SECONDS = 0.5;

  private final ModelApp app;
  private final int bytesPerSecond;
  private final Monitor monitor;
  private double credit;
  private long creditedAt = System.nanoTime();

  SlowApp(ModelApp app, int bytesPerSecond, Monitor monitor) {
    this.app = app;
    this.bytesPerSecond = bytesPerSecond;
    this.monitor = monitor;
    app.becomeSlow();
  }

  /** Reads what is due by now. */
  void catchUp() {
    long now = System.nanoTime();
    double due = (now - creditedAt) / NANOS_PER_SECOND * bytesPerSecond;
    credit = Math.min(credit + due, MOST_CREDIT_SECONDS * bytesPerSecond);
    creditedAt = now;
    credit -= app.read((int) credit);
  }

  /** Keeps reading while nothing else happens. */
  @Override
  public void run() {
    while (!monitor.await(() -> !app.isOpen(), TICK) && !Thread.currentThread().isInterrupted()) {
      monitor.run(this::catchUp);
    }
  }
}
