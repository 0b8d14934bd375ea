package io.adit.server.limit;

import org.jspecify.annotations.Nullable;

/**
 * What those who call the API may have.
 *
 * @param openTunnels how many may be open at once; null: as many as one likes
 */
public record CallerLimits(@Nullable Integer openTunnels, CallRates callRates) {
  public static final CallerLimits NONE = new CallerLimits(null, CallRates.NONE);
}
