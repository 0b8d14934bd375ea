package io.adit.peer;

import java.time.Duration;

/**
 * How a proxy comes back.
 *
 * @param first the wait before the first attempt
 * @param longest the longest wait
 * @param healthyAfter a link that lasted so long is forgiven its end: waits begin anew
 */
public record ReconnectPolicy(Duration first, Duration longest, Duration healthyAfter) {
  public static final ReconnectPolicy DEFAULT =
      new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofSeconds(30));

  public ReconnectPolicy {
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "first " + first + " must be positive and not longer than longest " + longest);
    }
  }
}
