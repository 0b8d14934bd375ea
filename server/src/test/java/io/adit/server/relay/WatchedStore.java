package io.adit.server.relay;

import io.adit.server.tunnel.TunnelStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store that lets a test do something right before or right after a token is looked up: the
 * moments between which a handshake could slip past a rotation.
 */
final class WatchedStore {
  private final TunnelStore store;
  private final AtomicInteger lookups = new AtomicInteger();
  private volatile int watched;
  private volatile Runnable before = () -> {};
  private volatile Runnable after = () -> {};

  WatchedStore(TunnelStore store) {
    this.store = store;
  }

  /** Runs {@code task} before the lookup of this number from now; 1 is the next. */
  void before(int lookup, Runnable task) {
    before = task;
    watched = lookups.get() + lookup;
  }

  /** Runs {@code task} after the lookup of this number from now, before its result is used. */
  void after(int lookup, Runnable task) {
    after = task;
    watched = lookups.get() + lookup;
  }

  TunnelStore store() {
    return (TunnelStore)
        Proxy.newProxyInstance(
            TunnelStore.class.getClassLoader(),
            new Class<?>[] {TunnelStore.class},
            (_, method, arguments) -> {
              boolean now =
                  method.getName().equals("token") && lookups.incrementAndGet() == watched;
              if (now) {
                before.run();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              } finally {
                if (now) {
                  after.run();
                }
              }
            });
  }
}
