package io.adit.faults.history;

import java.util.ArrayList;
import java.util.List;

/** Takes down what happens; for any thread. A connection's blocks come in their order. */
public final class Recorder {
  private final List<Event> events = new ArrayList<>(); // guarded by this

  public synchronized void add(Event event) {
    events.add(event);
  }

  /** What was taken down so far. */
  public synchronized History history() {
    return new History(events);
  }
}
