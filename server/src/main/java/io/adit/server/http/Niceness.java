package io.adit.server.http;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of a processor a thread gets while others want it too. Java's own priorities of threads
 * mean nothing on Linux, where each thread has a niceness of its own; elsewhere that is the whole
 * process's, and is left alone.
 */
final class Niceness {
  private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);

  /** A third of what the others get. */
  private static final int STEPS = 5;

  private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

  private Niceness() {}

  /** From now on this thread gets less, where others have work to do. */
  @SuppressWarnings("restricted") // the one call that leaves Java
  static void yieldToOthers() {
    if (!IS_LINUX) {
      return;
    }
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle nice =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("nice"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT));
      int now = (int) nice.invokeExact(STEPS);
      LOG.debug("{} has the niceness {}", Thread.currentThread().getName(), now);
    } catch (Throwable e) {
      // All works without it.
      LOG.debug("{} keeps its niceness: {}", Thread.currentThread().getName(), e.toString());
    }
  }
}
