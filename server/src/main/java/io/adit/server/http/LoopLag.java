package io.adit.server.http;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How late event loops do what is due: a loop that is late holds up all of its connections. One
 * timer for each loop, however many connections there are.
 */
public final class LoopLag implements AutoCloseable {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final List<Future<?>> probes = new ArrayList<>();

  private LoopLag() {}

  /** Tells of each look at each loop, on that loop; the listener must return at once. */
  public static LoopLag watch(Vertx vertx, Consumer<Duration> listener) {
    var lag = new LoopLag();
    EventLoopGroup loops = ((VertxInternal) vertx).eventLoopGroup();
    for (EventExecutor loop : loops) {
      lag.probes.add(
          loop.scheduleWithFixedDelay(
              new Probe(listener), INTERVAL_NANOS, INTERVAL_NANOS, TimeUnit.NANOSECONDS));
    }
    return lag;
  }

  @Override
  public void close() {
    probes.forEach(probe -> probe.cancel(false));
  }

  /** Of one loop. */
  private static final class Probe implements Runnable {
    private final Consumer<Duration> listener;
    private long due = System.nanoTime() + INTERVAL_NANOS;

    Probe(Consumer<Duration> listener) {
      this.listener = listener;
    }

    @Override
    public void run() {
      long now = System.nanoTime();
      listener.accept(Duration.ofNanos(Math.max(0, now - due)));
      due = now + INTERVAL_NANOS;
    }
  }
}
