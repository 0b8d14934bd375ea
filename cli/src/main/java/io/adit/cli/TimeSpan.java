package io.adit.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time, as users write it: {@code 90s}, {@code 45m}, {@code 3h} or {@code 7d}. */
public final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd])");

  private TimeSpan() {}

  /** Of a text; empty where it has another form. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }
}
