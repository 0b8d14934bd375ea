package io.adit.bench.strangers;

import io.adit.bench.measure.ProcessUsage;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks again and again how much memory a process has, and remembers the most. */
final class MemoryWatch implements AutoCloseable {
  private static final int MILLIS = 100;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("memory").factory());

  private final long pid;
  private volatile long mostKib;

  MemoryWatch(long pid) {
    this.pid = pid;
    var _ = timer.scheduleAtFixedRate(this::look, 0, MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      mostKib = Math.max(mostKib, ProcessUsage.of(pid).residentKib());
    } catch (IOException e) {
      timer.shutdown(); // it has ended, which the measurement notices
    }
  }

  long mostKib() {
    return mostKib;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
