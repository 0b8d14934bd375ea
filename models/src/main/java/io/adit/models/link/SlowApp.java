package io.adit.models.link;

import io.adit.models.client.ModelApp;
import java.time.Duration;

/** Reads an application's bytes at a pace, in small parts, until all is read and it is closed. */
record SlowApp(ModelApp app, int bytesPerSecond, Monitor monitor) implements Runnable {
  private static final Duration TICK = Duration.ofMillis(5);
  private static final int NANOS_PER_MICRO = 1_000;

  @Override
  public void run() {
    long began = System.nanoTime();
    long read = 0;
    while (monitor.get(app::isOpen) && !Thread.currentThread().isInterrupted()) {
      monitor.await(() -> !app.isOpen(), TICK);
      long micros = (System.nanoTime() - began) / NANOS_PER_MICRO;
      // What it could have read while nothing was there is not made up for.
      long due = Math.max(0, micros * bytesPerSecond / 1_000_000 - read);
      int most = (int) Math.min(due, Integer.MAX_VALUE);
      monitor.get(() -> app.read(most));
      read += due;
    }
  }
}
