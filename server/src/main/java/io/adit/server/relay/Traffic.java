package io.adit.server.relay;

import io.adit.server.traffic.TrafficListener;
import io.adit.wire.Side;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all who want to hear what the data plane does; one that throws harms nobody. */
final class Traffic {
  private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);

  private final List<TrafficListener> listeners = new CopyOnWriteArrayList<>();

  void add(TrafficListener listener) {
    listeners.add(listener);
  }

  /** For what happens too often to be told as an event: nothing is made for it. */
  void count(Side from, int bytes) {
    for (TrafficListener listener : listeners) {
      listener.onBytes(from, bytes);
    }
  }

  void tell(Consumer<TrafficListener> event) {
    for (TrafficListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.error("{} failed to take in what happened", listener.getClass().getSimpleName(), e);
      }
    }
  }
}
