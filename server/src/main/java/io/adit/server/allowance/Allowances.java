package io.adit.server.allowance;

import io.adit.server.flow.Lane;
import org.jspecify.annotations.Nullable;

/** Gives each tunnel what it may carry. For any thread; does not block. */
@FunctionalInterface
public interface Allowances {
  /** Everybody may carry everything. */
  Allowances FREE = (_, _) -> Allowance.FREE;

  /**
   * The allowance of a tunnel that is carried from now on, until it is closed.
   *
   * @param thing where the tunnel leads; null: to none that is named
   */
  Allowance open(@Nullable String thing, Lane.Owner owner);

  /** By the limits that hold now. */
  static Allowances of(Bandwidths bandwidths, DataBudgets budgets) {
    return (thing, owner) -> {
      Bandwidths.Entry entry = bandwidths.enter(thing);
      return Allowance.of(entry.rates(), budgets.of(thing), owner, entry::leave);
    };
  }
}
