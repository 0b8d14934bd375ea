package io.adit.cli.agent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Signals as a program sees them. The JDK has no other way to hear SIGHUP, or a second SIGTERM,
 * than {@code sun.misc.Signal}, whose every mention is a warning that cannot be suppressed; so this
 * class alone uses it, by reflection.
 */
enum Signals {
  HUP(1),
  INT(2),
  TERM(15);

  private static final int BASE_EXIT_CODE = 128;

  private final int number;

  Signals(int number) {
    this.number = number;
  }

  /** Runs an action, on a thread of its own, each time that the signal comes. */
  void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.publicLookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name()),
              MethodHandleProxies.asInterfaceInstance(
                  handler, MethodHandles.dropArguments(run, 0, signal)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot handle SIG" + name(), e);
    }
  }

  /** What a process exits with that the signal ended. */
  int exitCode() {
    return BASE_EXIT_CODE + number;
  }
}
