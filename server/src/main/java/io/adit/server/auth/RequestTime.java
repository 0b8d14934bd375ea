package io.adit.server.auth;

import io.adit.server.http.ApiRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;

/**
 * When a request says it was signed.
 *
 * @param header the header that says so
 */
record RequestTime(Instant instant, String header) {
  /** How far a request's time may be from ours; AWS's own bound. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  static RequestTime of(ApiRequest request) {
    if (request.headers().containsKey("x-amz-date")) {
      return new RequestTime(basic(only(request, "x-amz-date")), "x-amz-date");
    }
    if (request.headers().containsKey("date")) {
      return new RequestTime(anyForm(only(request, "date")), "date");
    }
    throw AuthenticationException.incomplete(
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }

  /** As it stands in the string to sign. */
  String basic() {
    return BASIC.format(instant);
  }

  /** The first eight digits of {@link #basic()}. */
  String date() {
    return basic().substring(0, 8);
  }

  void requireNear(Instant now) {
    if (instant.isBefore(now.minus(SKEW))) {
      throw AuthenticationException.invalid(
          "Signature expired: %s is now earlier than %s (%s - 5 min.). Check this machine's clock."
              .formatted(basic(), BASIC.format(now.minus(SKEW)), BASIC.format(now)));
    }
    if (instant.isAfter(now.plus(SKEW))) {
      throw AuthenticationException.invalid(
          "Signature not yet current: %s is still later than %s (%s + 5 min.). Check this machine's"
                  .formatted(basic(), BASIC.format(now.plus(SKEW)), BASIC.format(now))
              + " clock.");
    }
  }

  private static String only(ApiRequest request, String name) {
    List<String> values = request.headers().getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw AuthenticationException.incomplete(
          "The request has %d '%s' headers; it needs one.".formatted(values.size(), name));
    }
    return values.getFirst().strip();
  }

  private static Instant anyForm(String text) {
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeException e) {
      return basic(text);
    }
  }

  private static Instant basic(String text) {
    try {
      return BASIC.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw AuthenticationException.incomplete(
          "Date must be in ISO-8601 'basic format', such as 20150830T123600Z. Got '" + text + "'.");
    }
  }
}
