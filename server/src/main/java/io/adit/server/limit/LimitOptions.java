package io.adit.server.limit;

import io.adit.server.flow.Rate;
import org.jspecify.annotations.Nullable;

/**
 * The limits that hold where nobody has one of its own.
 *
 * @param account what all callers together may have
 * @param principal what each of them may have
 * @param thing what each thing may have
 */
public record LimitOptions(
    CallerLimits account, CallerLimits principal, ThingLimits thing, Links links) {

  /**
   * What holds on the data plane for all things.
   *
   * @param tunnelBandwidth what each tunnel may carry, both ways together; null: as fast as it goes
   * @param accountBandwidth the same of all tunnels together
   * @param handshakes how many may come from one address; null: as many as one likes
   * @param dataWarningPercent at which share of a thing's data the operator is warned
   */
  public record Links(
      @Nullable Rate tunnelBandwidth,
      @Nullable Rate accountBandwidth,
      @Nullable Frequency handshakes,
      int dataWarningPercent) {
    public static final int USUAL_WARNING = 80;
  }

  /** Strangers alone are held to something: nobody who works is near it. */
  public static final LimitOptions NONE =
      new LimitOptions(
          CallerLimits.NONE,
          CallerLimits.NONE,
          ThingLimits.NONE,
          new Links(null, null, Frequency.perSecond(200), Links.USUAL_WARNING));

  /** AWS's quotas, as far as they are published. */
  public static final LimitOptions AWS =
      new LimitOptions(
          new CallerLimits(null, CallRates.AWS),
          CallerLimits.NONE,
          ThingLimits.NONE,
          new Links(Rate.ofKilobytes(800), null, Frequency.perSecond(10), Links.USUAL_WARNING));
}
