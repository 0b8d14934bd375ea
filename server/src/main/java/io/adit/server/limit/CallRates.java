package io.adit.server.limit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How often operations may be called, each for itself.
 *
 * @param byOperation those that have one of their own, by AWS's name
 * @param others each of the others; null: as often as one likes
 */
public record CallRates(Map<String, Frequency> byOperation, @Nullable Frequency others) {
  /** Everything as often as one likes. */
  public static final CallRates NONE = new CallRates(Map.of(), null);

  private static final Frequency SELDOM = Frequency.perSecond(1);
  private static final Frequency OFTEN = Frequency.perSecond(10);

  /** AWS's quotas; that of RotateTunnelAccessToken is not published, and taken for OpenTunnel's. */
  public static final CallRates AWS =
      new CallRates(
          Map.of(
              "OpenTunnel", SELDOM,
              "CloseTunnel", SELDOM,
              "RotateTunnelAccessToken", SELDOM,
              "DescribeTunnel", OFTEN,
              "ListTunnels", OFTEN,
              "TagResource", OFTEN,
              "UntagResource", OFTEN,
              "ListTagsForResource", OFTEN),
          null);

  private static final String OTHERS = "*";
  private static final String OFF = "off";

  public CallRates {
    byOperation = Map.copyOf(byOperation);
  }

  /**
   * Of texts such as {@code OpenTunnel=5/s} and {@code *=50/s}, or {@code off} alone.
   *
   * @throws IllegalArgumentException in words for whoever wrote it
   */
  public static CallRates parse(List<String> texts) {
    if (texts.equals(List.of(OFF))) {
      return NONE;
    }
    Map<String, Frequency> byOperation = new TreeMap<>();
    texts.forEach(text -> {
      int equals = text.indexOf('=');
      byOperation.put(
          text.substring(0, Math.max(0, equals)),
          Frequency.parse(text.substring(equals + 1))
              .filter(_ -> text.matches("([A-Z][A-Za-z]{2,60}|\\*)=.*"))
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "'%s' says of no operation how often it may be called: give its name or *, '=', and a number with /s, /m or /h, such as OpenTunnel=5/s; or off"
                          .formatted(text))));
    });
    Frequency others = byOperation.remove(OTHERS);
    return new CallRates(byOperation, others);
  }

  /** These, and for all that they do not name, those. */
  public CallRates over(CallRates those) {
    Map<String, Frequency> all = new TreeMap<>(those.byOperation);
    all.putAll(byOperation);
    return new CallRates(all, others == null ? those.others : others);
  }

  /** How often an operation may be called; empty: as often as one likes. */
  Optional<Frequency> of(String operation) {
    return Optional.ofNullable(byOperation.getOrDefault(operation, others));
  }

  boolean isNone() {
    return byOperation.isEmpty() && others == null;
  }

  /** In the form that is parsed, with commas. */
  @Override
  public String toString() {
    if (isNone()) {
      return OFF;
    }
    Map<String, Frequency> all = new TreeMap<>(byOperation);
    if (others != null) {
      all.put(OTHERS, others);
    }
    return all.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }
}
