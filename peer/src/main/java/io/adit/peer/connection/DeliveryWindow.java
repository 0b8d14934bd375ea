package io.adit.peer.connection;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many bytes of one connection may be on their way to the application at the other end, by what
 * that end reports of their arrival. Nothing is held back before the first report, nor from an end
 * that reports nonsense. Not thread safe; every moment is the caller's, in nanoseconds.
 *
 * <p>A window of what the way carries in one round trip keeps it full; what is more only waits. So
 * it follows both, one sample a round: twice the best rate of the last rounds, times the shortest
 * round trip seen. It doubles with each round as long as the rate does, and shrinks to the rate of
 * an application that reads slowly. The shortest round trip is forgotten now and then: for one
 * round the window is so small that nothing waits, and what that round takes counts.
 *
 * <pre>
 *   0 ───────── delivered ═══════ in flight ═══════ sent
 *                               ▲ a round ends when this byte is reported, which was the last
 *                                 one sent when the round began
 * </pre>
 */
final class DeliveryWindow {
  private static final int KIBIBYTE = 1024;

  /** Two of the largest messages: with less, an end would wait for the other after each. */
  static final long LEAST_BYTES = 128 * KIBIBYTE;

  /** Before anything is known of the way. */
  static final long FIRST_BYTES = 256 * KIBIBYTE;

  /** What the other end must have room for, where its application stops reading. */
  static final long MOST_BYTES = 32 * 1024 * KIBIBYTE;

  /** Turns of event loops and of processors, which a round trip of a few bytes does not show. */
  static final long TURNS_NANOS = 250_000;

  /** How long a round trip is taken for the shortest without having been seen again. */
  static final long REFRESH_NANOS = Duration.ofSeconds(30).toNanos();

  private static final int GAIN = 2;
  private static final int ROUNDS = 8;

  /** Bytes for a nanosecond, of the last rounds. */
  private final double[] rates = new double[ROUNDS];

  private int nextRate;
  private boolean heard;

  /** Whether the other end has counted wrong, and is not waited for. */
  private boolean wrong;

  private long sent;
  private long sentAt;
  private long delivered;
  private long windowBytes = FIRST_BYTES;

  private boolean inRound;
  private long roundEnd;
  private long roundEndSentAt;
  private long roundBeganAt;
  private long deliveredBefore;

  /** Whether more would have been sent in this round. */
  private boolean heldBack;

  private long shortestNanos = Long.MAX_VALUE;
  private long shortestAt;
  private boolean refreshing;

  /** Whether more may be sent. */
  boolean isOpen() {
    return inFlight() < bytes();
  }

  /** Whether the other end reports deliveries. */
  boolean isHeard() {
    return heard;
  }

  /** How many bytes may be on their way. */
  long bytes() {
    return heard && !wrong ? windowBytes : Long.MAX_VALUE;
  }

  /** So many more bytes were sent. */
  void onSent(int bytes, long now) {
    sent += bytes;
    sentAt = now;
    if (inRound) {
      heldBack |= inFlight() >= windowBytes;
    } else {
      beginRound(now);
    }
  }

  /** The other end reports that so many bytes have reached its application so far. */
  void onDelivered(long totalBytes, long now) {
    heard = true;
    wrong |= totalBytes > sent;
    if (wrong || totalBytes < delivered) {
      return;
    }
    delivered = totalBytes;
    if (inRound && delivered >= roundEnd) {
      onRound(Math.max(1, now - roundEndSentAt), Math.max(1, now - roundBeganAt), now);
      inRound = false;
    }
    if (!inRound && inFlight() > 0) {
      beginRound(now);
    }
  }

  private long inFlight() {
    return sent - delivered;
  }

  private void beginRound(long now) {
    inRound = true;
    roundEnd = sent;
    roundEndSentAt = sentAt;
    roundBeganAt = now;
    deliveredBefore = delivered;
    heldBack = inFlight() >= windowBytes;
  }

  private void onRound(long roundTripNanos, long lastedNanos, long now) {
    double rate = (double) (delivered - deliveredBefore) / lastedNanos;
    // A round in which less was sent than might have been says only that the way is no worse.
    if (!refreshing && (heldBack || rate > bestRate())) {
      remember(rate, roundTripNanos);
    }
    if (roundTripNanos <= shortestNanos || (refreshing && heldBack)) {
      shortestNanos = roundTripNanos;
      shortestAt = now;
      refreshing = false;
    } else {
      refreshing |= heldBack && now - shortestAt >= REFRESH_NANOS;
    }
    double fitting = GAIN * bestRate() * (shortestNanos + TURNS_NANOS);
    windowBytes = refreshing ? LEAST_BYTES : Math.clamp((long) fitting, LEAST_BYTES, MOST_BYTES);
  }

  /** A round that took as long as many should have makes as many be forgotten, if not all. */
  private void remember(double rate, long roundTripNanos) {
    long fitting = GAIN * (Math.min(shortestNanos, roundTripNanos) + TURNS_NANOS);
    long rounds = Math.clamp(roundTripNanos / fitting, 1, ROUNDS / 2);
    for (long round = 0; round < rounds; round++) {
      rates[nextRate] = rate;
      nextRate = (nextRate + 1) % ROUNDS;
    }
  }

  private double bestRate() {
    return Arrays.stream(rates).max().orElse(0);
  }
}
