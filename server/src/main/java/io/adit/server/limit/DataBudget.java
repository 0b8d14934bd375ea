package io.adit.server.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bytes may be carried for a thing, both ways together.
 *
 * @param bytes 1 or more
 * @param period after which it begins anew
 */
public record DataBudget(long bytes, Period period) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})(KB|MB|GB|TB)/(day|month)");
  private static final long STEP = 1_000;

  /** Days and months are those of UTC. */
  public enum Period {
    DAY {
      @Override
      LocalDate first(LocalDate day) {
        return day;
      }

      @Override
      LocalDate next(LocalDate first) {
        return first.plusDays(1);
      }
    },
    MONTH {
      @Override
      LocalDate first(LocalDate day) {
        return day.withDayOfMonth(1);
      }

      @Override
      LocalDate next(LocalDate first) {
        return first.plusMonths(1);
      }
    };

    abstract LocalDate first(LocalDate day);

    abstract LocalDate next(LocalDate first);

    /** When the period began that holds this moment. */
    public Instant start(Instant now) {
      return first(now.atZone(ZoneOffset.UTC).toLocalDate())
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant();
    }

    /** When the period ends that began then. */
    public Instant end(Instant start) {
      return next(start.atZone(ZoneOffset.UTC).toLocalDate())
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DataBudget {
    if (bytes < 1) {
      throw new IllegalArgumentException("a budget of " + bytes + " bytes; 1 or more is needed");
    }
  }

  /** Of a text such as {@code 500MB/day} or {@code 2GB/month}; empty where it is none. */
  public static Optional<DataBudget> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "KB" -> STEP;
          case "MB" -> STEP * STEP;
          case "GB" -> STEP * STEP * STEP;
          default -> STEP * STEP * STEP * STEP;
        };
    return Optional.of(
        new DataBudget(
            Long.parseLong(matcher.group(1)) * unit,
            Period.valueOf(matcher.group(3).toUpperCase(Locale.ROOT))));
  }

  /** Bytes for people, in at most four digits, such as {@code 1.99 GB}. */
  public static String size(long bytes) {
    double value = bytes;
    String unit = "B";
    for (String larger : new String[] {"KB", "MB", "GB", "TB"}) {
      if (value < STEP) {
        break;
      }
      value /= STEP;
      unit = larger;
    }
    String number = String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    return number + " " + unit;
  }

  /** In the form that is parsed. */
  @Override
  public String toString() {
    long value = bytes;
    int unit = 0;
    while (unit < 4 && value % STEP == 0) {
      value /= STEP;
      unit++;
    }
    return value + new String[] {"B", "KB", "MB", "GB", "TB"}[unit] + "/" + period.word();
  }
}
