package io.adit.models.link;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Guards what several threads share, and lets them wait for a change in it. */
public final class Monitor {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Does something with all others kept out; it may have changed something. */
  public void run(Runnable task) {
    get(() -> {
      task.run();
      return true;
    });
  }

  public <T> T get(Supplier<T> task) {
    lock.lock();
    try {
      return task.get();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  /** Something that this monitor does not guard has changed. */
  public void signal() {
    run(() -> {});
  }

  /** Waits until it is so, asked after each change; returns whether it came within the limit. */
  public boolean await(BooleanSupplier condition, Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
