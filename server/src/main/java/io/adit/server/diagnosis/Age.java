package io.adit.server.diagnosis;

import java.time.Duration;
import java.time.Instant;

/** Spans of time for people: two units at most, "12 s", "5 min", "2 h 10 min". */
final class Age {
  private static final int UNITS = 60;
  private static final int HOURS_OF_A_DAY = 24;

  private Age() {}

  /** From one moment to another; clocks that disagree make no negative age. */
  static String between(Instant from, Instant to) {
    return of(Duration.between(from, to));
  }

  static String of(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < UNITS) {
      return seconds + " s";
    }
    long minutes = seconds / UNITS;
    if (minutes < UNITS) {
      return minutes + " min";
    }
    long hours = minutes / UNITS;
    if (hours < HOURS_OF_A_DAY) {
      return hours + " h" + (minutes % UNITS == 0 ? "" : " " + minutes % UNITS + " min");
    }
    long days = hours / HOURS_OF_A_DAY;
    return days
        + (days == 1 ? " day" : " days")
        + (hours % HOURS_OF_A_DAY == 0 ? "" : " " + hours % HOURS_OF_A_DAY + " h");
  }
}
