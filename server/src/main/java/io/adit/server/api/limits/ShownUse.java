package io.adit.server.api.limits;

import io.adit.server.allowance.ThingUse;
import java.time.Instant;

/**
 * What a thing has used of its budget, as answers show it.
 *
 * @param percent of the budget, rounded down
 * @param endsAt when it begins anew
 */
record ShownUse(
    String thing,
    long usedBytes,
    long budgetBytes,
    String data,
    long percent,
    boolean isUsedUp,
    Instant endsAt) {

  static ShownUse of(ThingUse use) {
    return new ShownUse(
        use.thing(),
        use.bytes(),
        use.budget().bytes(),
        use.budget().toString(),
        use.percent(),
        use.isUsedUp(),
        use.endsAt());
  }
}
