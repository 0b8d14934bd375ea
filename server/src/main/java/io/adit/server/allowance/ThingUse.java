package io.adit.server.allowance;

import io.adit.server.limit.DataBudget;
import java.time.Instant;

/**
 * How much of its budget a thing has used.
 *
 * @param bytes carried since the period began
 * @param endsAt when it begins anew
 */
public record ThingUse(
    String thing, long bytes, DataBudget budget, Instant startedAt, Instant endsAt) {

  public boolean isUsedUp() {
    return bytes >= budget.bytes();
  }

  /** How much of it in a hundred, rounded down. */
  public long percent() {
    return Math.round(Math.floor(100.0 * bytes / budget.bytes()));
  }

  /** Short enough for the reason in a close frame, unless the thing's name is long. */
  public String inShort() {
    return "The data budget of thing %s is used up: %s of %s"
        .formatted(thing, DataBudget.size(bytes), budget);
  }

  /** What is the matter when it is used up, and what can be done. */
  public String inWords() {
    return inShort()
        + ". It begins anew at %s; until then an operator can raise it (adit limits set --thing %s data=...) or forget what was used (adit limits reset --thing %s)."
            .formatted(endsAt, thing, thing);
  }
}
