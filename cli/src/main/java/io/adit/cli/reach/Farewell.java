package io.adit.cli.reach;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be undone when a run ends, by itself or by a signal: the last first, and each once.
 * What is added when it has begun is undone at once.
 */
public final class Farewell implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Farewell.class);

  private final Object doing = new Object();
  private final Deque<Runnable> undone = new ArrayDeque<>(); // guarded by this
  private boolean hasBegun; // guarded by this

  /** One that a signal sets off too. */
  public static Farewell atExit() {
    Farewell farewell = new Farewell();
    Runtime.getRuntime().addShutdownHook(new Thread(farewell::close, "farewell"));
    return farewell;
  }

  /** This is to be undone. */
  public void add(Runnable undoing) {
    if (!keep(undoing)) {
      run(undoing);
    }
  }

  private synchronized boolean keep(Runnable undoing) {
    if (!hasBegun) {
      undone.push(undoing);
    }
    return !hasBegun;
  }

  /** Whether the run is ending: then what fails, fails because of that. */
  public synchronized boolean hasBegun() {
    return hasBegun;
  }

  /** Undoes all. On return it is done, whichever thread did it. */
  @Override
  public void close() {
    synchronized (doing) {
      Runnable next = take();
      while (next != null) {
        run(next);
        next = take();
      }
    }
  }

  private synchronized @Nullable Runnable take() {
    hasBegun = true;
    return undone.poll();
  }

  private static void run(Runnable undoing) {
    try {
      undoing.run();
    } catch (RuntimeException e) {
      log.error("Something was left behind", e);
    }
  }
}
