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
  private final Map<HttpConnection, Long> deadlines = new ConcurrentHashMap<>();

  Deadlines(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void set(HttpConnection connection, Duration fromNow) {
    deadlines.put(connection, nanoTime.getAsLong() + fromNow.toNanos());
  }

  /** The connection may take its time from now on. */
  void clear(HttpConnection connection) {
    deadlines.remove(connection);
  }

  /** Closes the connections whose time is up. */
  void sweep() {
    long now = nanoTime.getAsLong();
    deadlines.forEach((connection, deadline) -> {
      if (now - deadline >= 0 && deadlines.remove(connection, deadline)) {
        connection.close();
      }
    });
  }
}
