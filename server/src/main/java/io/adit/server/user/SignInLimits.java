package io.adit.server.user;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often passwords may be tried. Each try takes a permit of each count that it belongs to; they
 * come back with time, or when the password was right. A browser that its user signed in with
 * lately has a count of its own, so that nobody who guesses can lock a user out there. Thread safe.
 */
public final class SignInLimits {
  static final int OF_A_BROWSER = 10;
  static final int OF_A_USER_AT_AN_ADDRESS = 10;
  static final int OF_AN_ADDRESS = 20;
  static final int OF_A_USER = 50;

  /** After this long one more is there. */
  static final Duration REFILL = Duration.ofSeconds(30);

  private final KnownBrowsers browsers;
  private final LongSupplier nanoTime;
  // all guarded by this
  private final Permits ofBrowser;
  private final Permits ofUserAtAddress;
  private final Permits ofAddress;
  private final Permits ofUser;

  /**
   * Where a password is tried.
   *
   * @param browser the mark that it came with; null: none
   */
  public record From(String address, @Nullable String browser) {
    @Override
    public String toString() {
      return "From[" + address + "]";
    }
  }

  private record Count(Permits permits, String key) {}

  /** A try that took its permits. */
  final class Try {
    private final List<Count> counts;

    private Try(List<Count> counts) {
      this.counts = counts;
    }

    /** It was no guess. */
    void giveBack() {
      synchronized (SignInLimits.this) {
        Instant now = now();
        counts.forEach(count -> count.permits().giveBack(count.key(), now));
      }
    }
  }

  /**
   * @param nanoTime goes on evenly: a clock that is set back would bar everybody until it has
   *     caught up
   */
  public SignInLimits(KnownBrowsers browsers, SecureRandom random, LongSupplier nanoTime) {
    this.browsers = browsers;
    this.nanoTime = nanoTime;
    this.ofBrowser = new Permits(OF_A_BROWSER, REFILL, random);
    this.ofUserAtAddress = new Permits(OF_A_USER_AT_AN_ADDRESS, REFILL, random);
    this.ofAddress = new Permits(OF_AN_ADDRESS, REFILL, random);
    this.ofUser = new Permits(OF_A_USER, REFILL, random);
  }

  /** Takes a permit of each count, or throws UserException TOO_OFTEN and takes none. */
  Try take(String user, From from) {
    List<Count> counts = counts(user, from);
    synchronized (this) {
      Instant now = now();
      Duration wait =
          counts.stream()
              .map(count -> count.permits().untilOne(count.key(), now))
              .max(Duration::compareTo)
              .orElse(Duration.ZERO);
      if (wait.isPositive()) {
        throw UserException.tooOften(Duration.ofSeconds(Math.ceilDiv(wait.toMillis(), 1_000)));
      }
      counts.forEach(count -> count.permits().take(count.key(), now));
    }
    return new Try(counts);
  }

  /** Good for differences only. */
  private Instant now() {
    return Instant.ofEpochSecond(0, nanoTime.getAsLong());
  }

  private List<Count> counts(String user, From from) {
    return browsers
        .ofUser(from.browser(), user)
        .map(mark -> List.of(new Count(ofBrowser, mark)))
        .orElseGet(() -> strangers(user, network(from.address())));
  }

  private List<Count> strangers(String user, String network) {
    return List.of(
        new Count(ofUserAtAddress, network + " " + user),
        new Count(ofAddress, network),
        new Count(ofUser, user));
  }

  /** One host has a whole /64 of IPv6. */
  private static String network(String address) {
    String[] groups = address.split(":", -1);
    return groups.length < 4 ? address : String.join(":", Arrays.copyOf(groups, 4));
  }
}
