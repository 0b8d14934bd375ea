package io.adit.peer.socket;

import java.time.Duration;

/**
 * How often something is tried again that failed.
 *
 * @param times after the first attempt; {@link #FOR_EVER} for no limit
 * @param delay before each
 */
public record RetryPolicy(int times, Duration delay) {
  public static final int FOR_EVER = -1;

  public static final RetryPolicy NEVER = new RetryPolicy(0, Duration.ofMillis(2_500));

  public RetryPolicy {
    if (times < FOR_EVER || !delay.isPositive()) {
      throw new IllegalArgumentException(
          "times " + times + " must be -1 or more, and delay " + delay + " positive");
    }
  }
}
