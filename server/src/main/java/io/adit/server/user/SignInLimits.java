package io.adit.server.user;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How often passwords may be tried, for each user name, there or not, and for each address. Each
 * try takes one of a few permits, which come back with time, or when the password was right. Thread
 * safe.
 */
public final class SignInLimits {
  static final int OF_A_USER = 10;
  static final int OF_AN_ADDRESS = 20;

  /** After this long one more is there. */
  static final Duration REFILL = Duration.ofSeconds(30);

  /** So many names and addresses are remembered; the one that was tried longest ago goes. */
  private static final int MOST_REMEMBERED = 10_000;

  private final InstantSource clock;
  private final SequencedMap<String, Permits> byKey = new LinkedHashMap<>();

  /** How many were there at a time; fractions count. */
  private record Permits(double count, Instant at) {}

  public SignInLimits(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes a permit of both, or throws UserException TOO_OFTEN and takes none. */
  synchronized void take(String user, String address) {
    Instant now = clock.instant();
    Map<String, Integer> keys = keys(user, address);
    double least =
        keys.entrySet().stream()
            .mapToDouble(key -> count(key.getKey(), key.getValue(), now))
            .min()
            .orElseThrow();
    if (least < 1) {
      long millis = (long) Math.ceil((1 - least) * REFILL.toMillis());
      throw UserException.tooOften(Duration.ofSeconds(Math.ceilDiv(millis, 1_000)));
    }
    keys.forEach((key, most) -> put(key, count(key, most, now) - 1, now));
  }

  /** It was no guess. */
  synchronized void giveBack(String user, String address) {
    Instant now = clock.instant();
    keys(user, address)
        .forEach((key, most) -> put(key, Math.min(most, count(key, most, now) + 1), now));
  }

  private double count(String key, int most, Instant now) {
    Permits permits = byKey.get(key);
    if (permits == null) {
      return most;
    }
    double returned =
        Math.max(0, (double) Duration.between(permits.at(), now).toMillis()) / REFILL.toMillis();
    return Math.min(most, permits.count() + returned);
  }

  private void put(String key, double count, Instant now) {
    byKey.remove(key);
    byKey.putLast(key, new Permits(count, now));
    if (byKey.size() > MOST_REMEMBERED) {
      byKey.pollFirstEntry();
    }
  }

  private static Map<String, Integer> keys(String user, String address) {
    // A longer name is nobody's.
    String name = user.substring(0, Math.min(user.length(), 65));
    return Map.of("user " + name, OF_A_USER, "address " + network(address), OF_AN_ADDRESS);
  }

  /** One host has a whole /64 of IPv6. */
  private static String network(String address) {
    String[] groups = address.split(":", -1);
    return groups.length < 4 ? address : String.join(":", Arrays.copyOf(groups, 4));
  }
}
