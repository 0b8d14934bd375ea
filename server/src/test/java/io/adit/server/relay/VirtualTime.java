package io.adit.server.relay;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Time that passes only when a test says so. Alarms ring on their event loops, at their moment. */
final class VirtualTime {
  private record Alarm(long due, ScheduledExecutorService loop, Runnable task) {}

  private final AtomicLong nanos = new AtomicLong();
  private final List<Alarm> alarms = new ArrayList<>();

  Time time() {
    return new Time(Clock.systemUTC(), nanos::get, this::set);
  }

  /** Lets so much time pass; what an alarm sets off is done before the next one rings. */
  void advance(Duration duration) {
    long end = nanos.get() + duration.toNanos();
    for (Alarm next = next(end); next != null; next = next(end)) {
      nanos.set(next.due());
      CompletableFuture.runAsync(next.task(), next.loop()).orTimeout(20, TimeUnit.SECONDS).join();
    }
    nanos.set(end);
  }

  synchronized int alarmsSet() {
    return alarms.size();
  }

  private synchronized void set(ScheduledExecutorService loop, long delay, Runnable task) {
    alarms.add(new Alarm(nanos.get() + delay, loop, task));
  }

  private synchronized @Nullable Alarm next(long end) {
    Alarm next =
        alarms.stream()
            .filter(alarm -> alarm.due() <= end)
            .min(Comparator.comparingLong(Alarm::due))
            .orElse(null);
    alarms.remove(next);
    return next;
  }
}
