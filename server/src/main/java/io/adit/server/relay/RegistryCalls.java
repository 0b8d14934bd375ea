package io.adit.server.relay;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one tunnel's junction tells the registry, one call after the other: the calls block, and a
 * link that comes and goes must not be recorded as gone and come. Thread safe.
 */
final class RegistryCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryCalls.class);

  private final Executor virtualThreads;
  private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  RegistryCalls(Executor virtualThreads) {
    this.virtualThreads = virtualThreads;
  }

  void add(Runnable call) {
    calls.add(call);
    if (waiting.getAndIncrement() == 0) {
      try {
        virtualThreads.execute(this::runAll);
      } catch (RejectedExecutionException e) {
        // The relay was stopped; the next start records all sides as disconnected.
        LOG.debug("A connection state came too late to be recorded");
      }
    }
  }

  private void runAll() {
    do {
      Runnable call = calls.remove();
      try {
        call.run();
      } catch (RuntimeException e) {
        LOG.error("A connection state could not be recorded", e);
      }
    } while (waiting.decrementAndGet() > 0);
  }
}
