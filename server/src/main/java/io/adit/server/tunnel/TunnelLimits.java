package io.adit.server.tunnel;

import java.time.Duration;

/**
 * How much the service lets its callers have.
 *
 * @param servicesPerTunnel AWS's quota is 3
 * @param closedRetention how long a closed tunnel can still be seen; AWS keeps it for at least 3 h
 * @param guard asked for what else must hold
 */
public record TunnelLimits(
    int servicesPerTunnel, Duration closedRetention, int tagsPerTunnel, TunnelGuard guard) {
  /** As AWS has them. */
  public static final TunnelLimits DEFAULT = new TunnelLimits(3, Duration.ofHours(3), 50);

  /** Nothing else must hold. */
  public TunnelLimits(int servicesPerTunnel, Duration closedRetention, int tagsPerTunnel) {
    this(servicesPerTunnel, closedRetention, tagsPerTunnel, TunnelGuard.NONE);
  }

  public TunnelLimits {
    if (servicesPerTunnel < 1) {
      throw new IllegalArgumentException(
          "a tunnel must be allowed at least 1 service, not " + servicesPerTunnel);
    }
    if (closedRetention.isNegative()) {
      throw new IllegalArgumentException(
          "closed tunnels cannot be kept for a negative time: " + closedRetention);
    }
    if (tagsPerTunnel < 0) {
      throw new IllegalArgumentException(
          "a tunnel cannot have a negative number of tags: " + tagsPerTunnel);
    }
  }
}
