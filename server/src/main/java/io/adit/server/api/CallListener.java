package io.adit.server.api;

import java.util.List;

/**
 * Hears of each call, signed or from the console, when its answer is known and before the caller
 * has it. Called on the call's own virtual thread, which may block; must not throw.
 */
@FunctionalInterface
public interface CallListener {
  void onAnswered(CallReport report);

  /** Tells several, in this order. */
  static CallListener all(List<CallListener> listeners) {
    List<CallListener> each = List.copyOf(listeners);
    return report -> each.forEach(listener -> listener.onAnswered(report));
  }
}
