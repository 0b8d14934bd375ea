package io.adit.agent.mqtt;

import java.time.Duration;

/**
 * How a subscriber comes back.
 *
 * @param first below which the first wait is drawn
 * @param longest below which the longest is
 * @param afterTakeover the least wait after another client took our session, and half of the
 *     longest
 * @param healthyAfter a connection that lasted so long is forgiven its end: waits begin anew
 * @param keepAlive between two questions whether the gateway is there
 */
public record Patience(
    Duration first,
    Duration longest,
    Duration afterTakeover,
    Duration healthyAfter,
    Duration keepAlive) {
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(45));
}
