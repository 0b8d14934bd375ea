package io.adit.server.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * By when each connection that speaks HTTP has to show the next sign of life. One sweep looks after
 * all of them, so that a connection costs no timer. Thread safe.
 */
final class Deadlines {
  private final LongSupplier nanoTime;
  private final Map<HttpConnection, Deadline> deadlines = new ConcurrentHashMap<>();

  private record Deadline(long nanoTime, Runnable onMissed) {}

  Deadlines(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * @param onMissed hears when the time was up, on any event loop
   */
  void set(HttpConnection connection, Duration fromNow, Runnable onMissed) {
    long end = nanoTime.getAsLong() + fromNow.toNanos();
    deadlines.put(connection, new Deadline(end, onMissed));
  }

  /** The connection may take its time from now on. */
  void clear(HttpConnection connection) {
    deadlines.remove(connection);
  }

  /** Closes the connections whose time is up. */
  void sweep() {
    long now = nanoTime.getAsLong();
    deadlines.forEach((connection, deadline) -> {
      if (now - deadline.nanoTime() >= 0 && deadlines.remove(connection, deadline)) {
        deadline.onMissed().run();
        connection.close();
      }
    });
  }
}
