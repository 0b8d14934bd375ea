package io.adit.server.limit;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the handshakes of each address. One that comes too soon is refused and does not count, so
 * that of many clients behind one address some get in all the time. Of refused ones there may be as
 * many again: when an address goes beyond that, its connections are not worth their TLS handshake.
 *
 * <p>Bounded: the address that was quiet the longest is forgotten first. Thread safe.
 */
public final class HandshakeLimits {
  /** Some 200 bytes each. */
  static final int MOST_ADDRESSES = 20_000;

  private static final long SECOND_NANOS = 1_000_000_000;

  private final @Nullable Frequency frequency;
  private final LongSupplier nanoTime;
  private final SequencedMap<String, Counts> byAddress = new LinkedHashMap<>(); // guarded by this

  private static final class Counts {
    private final Meter admitted;
    private final Meter refused;
    private boolean told;

    Counts(Frequency frequency, long now) {
      this.admitted = new Meter(frequency, now);
      this.refused = new Meter(frequency, now);
    }
  }

  /**
   * Why a handshake must wait.
   *
   * @param retrySeconds after which it may be let in; 1 or more
   * @param isFirst whether the one before it was let in: worth a line in the log
   */
  public record TooMany(Frequency frequency, long retrySeconds, boolean isFirst) {}

  /**
   * @param frequency of one address; null: as often as it likes
   * @param nanoTime never goes back
   */
  public HandshakeLimits(@Nullable Frequency frequency, LongSupplier nanoTime) {
    this.frequency = frequency;
    this.nanoTime = nanoTime;
  }

  /** No limit at all. */
  public static HandshakeLimits none() {
    return new HandshakeLimits(null, () -> 0);
  }

  /** Counts a handshake of this address; empty: it may go on. */
  public Optional<TooMany> take(String address) {
    if (frequency == null) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    synchronized (this) {
      Counts counts = counts(address, frequency, now);
      long wait = counts.admitted.nanosUntilNext(now);
      boolean isFirst = !counts.told;
      counts.told = wait > 0;
      if (wait == 0) {
        counts.admitted.add(now);
        return Optional.empty();
      }
      counts.refused.add(now);
      return Optional.of(new TooMany(frequency, Math.ceilDiv(wait, SECOND_NANOS), isFirst));
    }
  }

  /** Whether connections of this address are to be cut at once. */
  public boolean isFlood(String address) {
    if (frequency == null) {
      return false;
    }
    long now = nanoTime.getAsLong();
    synchronized (this) {
      Counts counts = byAddress.get(address);
      return counts != null && counts.refused.nanosUntilNext(now) > 0;
    }
  }

  synchronized int size() {
    return byAddress.size();
  }

  private Counts counts(String address, Frequency of, long now) {
    Counts counts = byAddress.remove(address);
    if (counts == null) {
      counts = new Counts(of, now);
    }
    byAddress.putLast(address, counts);
    if (byAddress.size() > MOST_ADDRESSES) {
      byAddress.pollFirstEntry();
    }
    return counts;
  }
}
