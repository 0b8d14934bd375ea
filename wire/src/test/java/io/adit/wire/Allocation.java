package io.adit.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory a piece of code takes from the heap each time it runs. */
public final class Allocation {
  private static final int CALLS = 2_000;

  private Allocation() {}

  /** Bytes for each call, on average; rounded down, so a JIT's one-time costs do not count. */
  public static long perCall(Runnable code) {
    Runnable calls =
        () -> {
          for (int i = 0; i < CALLS; i++) {
            code.run();
          }
        };
    calls.run();
    return ofOneCall(calls) / CALLS;
  }

  /** Bytes that this thread takes while it runs. */
  public static long ofOneCall(Runnable code) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    code.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
