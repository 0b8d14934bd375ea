package io.adit.peer;

import java.time.Duration;

/**
 * How a proxy comes back. The longest wait by default is a few seconds, however long the outage
 * was: whoever restarted a relay wants the devices back, and a wait drawn evenly below five seconds
 * asks a relay no more often than the official client's constant 2.5 s does.
 *
 * @param first the wait before the first attempt
 * @param longest the longest wait
 * @param healthyAfter a link that lasted so long is forgiven its end: waits begin anew
 * @param attempts how many more may follow an attempt that failed, one after another; {@link
 *     #FOR_EVER} for no limit
 * @param afterLoss whether a link that was open and is lost is opened again
 */
public record ReconnectPolicy(
    Duration first, Duration longest, Duration healthyAfter, int attempts, boolean afterLoss) {
  public static final int FOR_EVER = -1;

  public static final ReconnectPolicy DEFAULT =
      new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(30));

  public ReconnectPolicy {
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "first " + first + " must be positive and not longer than longest " + longest);
    }
    if (attempts < FOR_EVER) {
      throw new IllegalArgumentException("attempts " + attempts + " must be -1 or more");
    }
  }

  /** For ever. */
  public ReconnectPolicy(Duration first, Duration longest, Duration healthyAfter) {
    this(first, longest, healthyAfter, FOR_EVER, true);
  }

  /** The same waits within these bounds. */
  public ReconnectPolicy limitedTo(int newAttempts, boolean newAfterLoss) {
    return new ReconnectPolicy(first, longest, healthyAfter, newAttempts, newAfterLoss);
  }
}
