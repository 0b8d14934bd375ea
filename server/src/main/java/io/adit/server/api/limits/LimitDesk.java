package io.adit.server.api.limits;

import io.adit.server.allowance.DataBudgets;
import io.adit.server.api.Operation;
import io.adit.server.limit.LimitStore;
import io.adit.server.limit.Limits;
import java.time.InstantSource;
import java.util.List;

/** All that is known of limits, and where it is changed. */
public record LimitDesk(Limits limits, DataBudgets budgets, LimitStore store, InstantSource clock) {

  /** The operations. */
  public List<Operation<?>> operations() {
    return List.of(
        new ListLimits(this),
        new PutLimit(this),
        new DeleteLimit(this),
        new ListLimitUse(this),
        new ResetDataUse(this));
  }
}
