package io.adit.server.limit;

import io.adit.server.flow.Rate;
import org.jspecify.annotations.Nullable;

/**
 * What a thing's tunnels may carry together, both ways.
 *
 * @param bandwidth null: as fast as it goes
 * @param data null: as much as one likes
 */
public record ThingLimits(@Nullable Rate bandwidth, @Nullable DataBudget data) {
  public static final ThingLimits NONE = new ThingLimits(null, null);
}
