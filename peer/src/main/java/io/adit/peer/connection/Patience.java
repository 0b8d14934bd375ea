package io.adit.peer.connection;

import java.time.Duration;

/**
 * How long a proxy waits for its applications. Why these: docs/decisions, "A stalled application".
 *
 * @param stall how long one application that takes nothing may hold up the others before its
 *     connection is reset
 * @param linger how long an application may take nothing of what waits for it, after the other end
 *     has closed
 * @param halfClosed how long an application that closed its own side waits for a reply while
 *     nothing comes
 */
public record Patience(Duration stall, Duration linger, Duration halfClosed) {
  public static final Patience DEFAULT =
      new Patience(Duration.ofMinutes(15), Duration.ofMinutes(1), Duration.ofSeconds(3));

  /** Longer than any tunnel lives. */
  private static final Duration ALWAYS = Duration.ofDays(36_500);

  /** For a process that lives for one connection: whoever reads it slowly has a reason. */
  public static final Patience OF_ONE_CONNECTION =
      new Patience(ALWAYS, ALWAYS, Duration.ofSeconds(10));

  public Patience {
    if (!stall.isPositive() || !linger.isPositive() || !halfClosed.isPositive()) {
      throw new IllegalArgumentException(
          "stall "
              + stall
              + ", linger "
              + linger
              + " and halfClosed "
              + halfClosed
              + " must be positive");
    }
  }
}
