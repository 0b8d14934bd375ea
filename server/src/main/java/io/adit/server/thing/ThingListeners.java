package io.adit.server.thing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners, in the order they were added; one that throws keeps no other from it. */
final class ThingListeners implements ThingListener {
  private static final Logger log = LoggerFactory.getLogger(ThingListeners.class);

  private final List<ThingListener> listeners = new CopyOnWriteArrayList<>();

  void add(ThingListener listener) {
    listeners.add(listener);
  }

  @Override
  public void onCertificateEnded(String certificateId, End why) {
    tell(listener -> listener.onCertificateEnded(certificateId, why));
  }

  @Override
  public void onThingDeleted(String thingName) {
    tell(listener -> listener.onThingDeleted(thingName));
  }

  private void tell(Consumer<ThingListener> news) {
    for (ThingListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        log.error("{} failed to hear of a change", listener.getClass().getName(), e);
      }
    }
  }
}
