package io.adit.server.relay;

import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * All that the relay knows of time.
 *
 * @param clock what is shown to people
 * @param nanoTime what waits are measured by; never goes back
 * @param alarm runs a task on an event loop after a while
 */
record Time(InstantSource clock, LongSupplier nanoTime, Alarm alarm) {

  /** Runs a task on an event loop after so many nanoseconds. */
  interface Alarm {
    void set(ScheduledExecutorService loop, long nanos, Runnable task);
  }

  static Time real() {
    return new Time(
        Clock.systemUTC(),
        System::nanoTime,
        (loop, nanos, task) -> {
          var _ = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
        });
  }
}
