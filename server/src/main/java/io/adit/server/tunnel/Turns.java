package io.adit.server.tunnel;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A lock for each tunnel, out of a fixed number: held over a change and over telling the listeners,
 * so that they hear of changes to one tunnel in the order in which these were stored.
 */
final class Turns {
  private static final int LOCKS = 64;

  private final ReentrantLock[] locks =
      IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  <T> T take(String tunnelId, Supplier<T> change) {
    ReentrantLock lock = locks[Math.floorMod(tunnelId.hashCode(), LOCKS)];
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}
