package io.adit.server.allowance;

/**
 * Hears when what a thing may carry comes to its end. Called on the thread that carries, so it must
 * not block.
 */
public interface BudgetListener {
  /** The share was reached at which the operator wants to know. */
  default void onNearlyUsed(ThingUse use) {}

  /** Nothing may be carried for the thing any more. */
  default void onUsedUp(ThingUse use) {}
}
