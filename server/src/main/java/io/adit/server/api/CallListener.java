package io.adit.server.api;

import io.adit.server.auth.Caller;
import java.util.List;

/**
 * Hears of each call, signed or from the console, when its answer is known and before the caller
 * has it. Called on the call's own virtual thread, which may block; throws nothing but {@link
 * CallUnavailableException}.
 */
@FunctionalInterface
public interface CallListener {
  /** When it throws, the caller is told that instead of the answer. */
  void onAnswered(CallReport report);

  /**
   * It is proven who calls what. What is thrown here is the answer, in place of the call.
   *
   * @param operation one of the service's; empty: the call names none of them
   */
  default void onCalled(Caller caller, String operation) {}

  /** Tells several, in this order. */
  static CallListener all(List<CallListener> listeners) {
    List<CallListener> each = List.copyOf(listeners);
    return new CallListener() {
      @Override
      public void onAnswered(CallReport report) {
        each.forEach(listener -> listener.onAnswered(report));
      }

      @Override
      public void onCalled(Caller caller, String operation) {
        each.forEach(listener -> listener.onCalled(caller, operation));
      }
    };
  }
}
