package io.adit.server.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Calls that start at one moment, each on a virtual thread. */
public final class Race {
  private Race() {}

  /** What the runners returned, in their own order. */
  public static <T> List<T> of(int runners, IntFunction<Callable<T>> runner) throws Exception {
    CountDownLatch ready = new CountDownLatch(runners);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> results =
          IntStream.range(0, runners)
              .mapToObj(runner)
              .map(call -> threads.submit(() -> startTogether(ready, call)))
              .toList();
      List<T> values = new ArrayList<>();
      for (Future<T> result : results) {
        values.add(valueOf(result));
      }
      return values;
    }
  }

  private static <T> T startTogether(CountDownLatch ready, Callable<T> call) throws Exception {
    ready.countDown();
    ready.await();
    return call.call();
  }

  private static <T> T valueOf(Future<T> result) throws Exception {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a runner failed", e.getCause());
    }
  }
}
