package io.adit.faults.load;

import java.time.Duration;

/**
 * What to try.
 *
 * @param seed of all that is left to chance, as far as threads allow
 * @param clients at once
 * @param length how long they go on; with kills until there were so many instead
 * @param kills 0: for the length, and with other faults as well
 * @param longestGapMillis between two faults
 */
public record RunOptions(
    long seed, int clients, Duration length, int kills, long longestGapMillis) {
  private static final long USUAL_GAP_MILLIS = 4_000;
  private static final long SHORT_GAP_MILLIS = 1_500;

  /** All kinds of faults for so long. */
  public static RunOptions of(long seed, int clients, Duration length) {
    return new RunOptions(seed, clients, length, 0, USUAL_GAP_MILLIS);
  }

  /** So many kills of the server, soon one after the other, and no other fault. */
  public static RunOptions kills(long seed, int clients, int kills) {
    return new RunOptions(seed, clients, Duration.ZERO, kills, SHORT_GAP_MILLIS);
  }

  boolean killsOnly() {
    return kills > 0;
  }
}
