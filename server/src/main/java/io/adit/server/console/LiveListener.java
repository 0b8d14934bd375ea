package io.adit.server.console;

import io.adit.server.auth.Caller;
import io.adit.server.http.EventStream;
import io.adit.server.user.Session;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A page that listens, and what it has not been sent yet: of each tunnel the newest only. All but
 * the stream belongs to the feed's thread.
 */
final class LiveListener {
  /** A page that misses more should load anew: about a megabyte. */
  private static final int MOST_WAITING = 2_000;

  /** One write for so much. */
  private static final int BATCH_CHARS = 16 * 1024;

  private final Session session;
  private final Supplier<Caller> caller;
  private final EventStream stream;
  private final Map<String, String> waiting = new LinkedHashMap<>();
  private long lastRoomAt;

  LiveListener(Session session, Supplier<Caller> caller, EventStream stream, long now) {
    this.session = session;
    this.caller = caller;
    this.stream = stream;
    this.lastRoomAt = now;
  }

  Session session() {
    return session;
  }

  EventStream stream() {
    return stream;
  }

  /**
   * Takes those changes that the page may know of, by what they are of; a newer one takes the place
   * of an older one.
   */
  void addAll(Map<String, Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Caller now = caller.get();
    changes.forEach((what, change) -> {
      if (change.isFor().test(now)) {
        waiting.put(what, change.event());
      }
    });
  }

  /** Sends as much as the page reads. */
  void flush(long now, boolean isComment) {
    if (isComment && !stream.isFull()) {
      stream.send(":\n\n");
    }
    while (!waiting.isEmpty() && !stream.isFull()) {
      stream.send(batch());
    }
    if (!stream.isFull()) {
      lastRoomAt = now;
    }
  }

  /** Whether it has not read for too long, or misses too much. */
  boolean isStuck(long now, Duration patience) {
    return waiting.size() > MOST_WAITING || now - lastRoomAt > patience.toNanos();
  }

  private String batch() {
    StringBuilder text = new StringBuilder();
    Iterator<String> events = waiting.values().iterator();
    while (events.hasNext() && text.length() < BATCH_CHARS) {
      text.append(events.next());
      events.remove();
    }
    return text.toString();
  }
}
