package io.adit.peer.socket;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Time as a proxy sees it: all that waits in it waits here, so that a test can move it by hand. */
public interface Timers {
  /** A clock that only goes forward, in nanoseconds from a moment of its own. */
  long nanoTime();

  /**
   * Runs a task once on the caller's event loop.
   *
   * @return takes the task back, where it has not run
   */
  Runnable after(Duration wait, Runnable task);

  /** The real time. */
  static Timers of(Vertx vertx) {
    return new Timers() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public Runnable after(Duration wait, Runnable task) {
        long id = vertx.setTimer(Math.max(1, wait.toMillis()), _ -> task.run());
        return () -> vertx.cancelTimer(id);
      }
    };
  }
}
