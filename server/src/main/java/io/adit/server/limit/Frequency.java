package io.adit.server.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen.
 *
 * @param count 1 or more
 * @param period in which it may happen so many times: a second, a minute or an hour
 */
public record Frequency(int count, Duration period) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})/([smh])");

  public Frequency {
    if (count < 1 || !period.isPositive()) {
      throw new IllegalArgumentException(count + " times in " + period + " is no frequency");
    }
  }

  public static Frequency perSecond(int count) {
    return new Frequency(count, Duration.ofSeconds(1));
  }

  /** Of a text such as {@code 10/s}, {@code 30/m} or {@code 5/h}; empty where it is none. */
  public static Optional<Frequency> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Duration period =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    return Optional.of(new Frequency(Integer.parseInt(matcher.group(1)), period));
  }

  /** How long it takes until one more may happen, when all have happened. */
  long intervalNanos() {
    return Math.max(1, period.toNanos() / count);
  }

  /** What a second brings, or one: so many may happen at once after a rest. */
  int burst() {
    return (int) Math.max(1, count / period.toSeconds());
  }

  /** In the form that is parsed. */
  @Override
  public String toString() {
    long seconds = period.toSeconds();
    return count + (seconds == 1 ? "/s" : seconds == 60 ? "/m" : "/h");
  }
}
