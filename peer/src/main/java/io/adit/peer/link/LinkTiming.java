package io.adit.peer.link;

import java.time.Duration;

/**
 * How long a link waits.
 *
 * @param openTimeout for each step of opening: connect, TLS handshake, answer
 * @param pingPeriod between two pings; a link that brings nothing for three is taken for dead
 */
public record LinkTiming(Duration openTimeout, Duration pingPeriod) {
  public static final LinkTiming DEFAULT =
      new LinkTiming(Duration.ofSeconds(10), Duration.ofSeconds(20));

  public LinkTiming {
    if (!openTimeout.isPositive() || !pingPeriod.isPositive()) {
      throw new IllegalArgumentException(
          "openTimeout " + openTimeout + " and pingPeriod " + pingPeriod + " must be positive");
    }
  }
}
