package io.adit.server.relay;

import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps another thread's event loop from doing anything, for as long as a test wants. */
final class BusyLoop {
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile @Nullable SingleThreadEventExecutor loop;
  private volatile int tasksBefore;

  /** Returns when the loop does nothing any more, until {@link #release}. */
  void occupy(Executor occupied) {
    SingleThreadEventExecutor executor = (SingleThreadEventExecutor) occupied;
    executor.execute(() -> {
      tasksBefore = executor.pendingTasks();
      loop = executor;
      hold();
    });
    RelayFixture.eventually("the loop is busy", () -> loop != null);
  }

  private void hold() {
    try {
      if (!released.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody released the loop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until somebody else has given the loop something to do. */
  void awaitOneMoreTask() {
    RelayFixture.eventually(
        "a task waits for the loop",
        () -> {
          SingleThreadEventExecutor executor = loop;
          return executor != null && executor.pendingTasks() > tasksBefore;
        });
  }

  void release() {
    released.countDown();
  }
}
