package io.adit.peer.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of one connection may be on their way to the application at the other end, by what
 * that end reports of their arrival. Nothing is held back before the first report, nor from an end
 * that reports nonsense. Not thread safe; every moment is the caller's, in nanoseconds.
 *
 * <p>A window of what the way carries in one round trip keeps it full; what is more only waits. So
 * it follows both, as BBR does: the best rate of the last rounds, times the shortest round trip
 * seen, times some. It grows with each round as long as the rate does, and shrinks to the rate of
 * an application that reads slowly. The shortest round trip is forgotten now and then: the window
 * is so small for one that nothing waits, and what that one takes counts.
 *
 * <p>Bytes that wait on the way hurt nobody as long as nobody else is on it, and spare processors
 * many small turns. So the window is wide, but {@link #narrow} while another connection of the
 * tunnel asks and answers.
 *
 * <pre>
 *   0 ──────── delivered ═══╤═══════ in flight ═══╤═════ sent
 *                         mark                  mark
 *
 *   When a mark is reported: its round trip is the time since it was sent, and the rate what was
 *   delivered from then on, over the time since the last report before that.
 * </pre>
 */
final class DeliveryWindow {
  private static final int KIBIBYTE = 1024;

  /** Two of the largest messages: with less, an end would wait for the other after each. */
  static final long LEAST_BYTES = 128 * KIBIBYTE;

  /** One of the largest messages: nobody waits long for that. */
  static final long LEAST_NARROW_BYTES = 64 * KIBIBYTE;

  /** With less than this under way, all may have arrived: the rest has no report of its own. */
  private static final long ALONE_BYTES = DeliveryReports.STEP_BYTES;

  /** Before anything is known of the way. */
  static final long FIRST_BYTES = 256 * KIBIBYTE;

  /** What the other end must have room for, where its application stops reading. */
  static final long MOST_BYTES = 32 * 1024 * KIBIBYTE;

  /** Turns of event loops and of processors, which a round trip of a few bytes does not show. */
  static final long TURNS_NANOS = 500_000;

  /** How long a round trip is taken for the shortest without having been seen again. */
  static final long REFRESH_NANOS = Duration.ofSeconds(30).toNanos();

  private static final int GAIN = 4;

  /** Of a way so long, round trips differ by themselves, and nobody feels half of one. */
  static final long LONG_NANOS = Duration.ofMillis(1).toNanos();

  private static final double NARROW_GAIN = 1.25;
  private static final double NARROW_LONG_GAIN = 2.5;

  private static final int ROUNDS = 8;

  /**
   * A byte whose arrival is measured.
   *
   * @param end how many bytes were sent up to it
   * @param sentAt when it was
   * @param delivered how much had been reported by then
   * @param deliveredAt when that was, or when the first bytes after it were sent
   * @param alone whether it was sent to measure the shortest round trip anew
   */
  private record Mark(long end, long sentAt, long delivered, long deliveredAt, boolean alone) {}

  private final Queue<Mark> marks = new ArrayDeque<>();

  /** Bytes for a nanosecond: the best of each of the last rounds. */
  private final double[] rates = new double[ROUNDS];

  private int round;

  /** The round is over when a mark arrives that was sent after so much had been reported. */
  private long roundEnd;

  /** Whether more would have been sent in this round. */
  private boolean roundHeldBack;

  private boolean heard;

  /** Whether the other end has counted wrong, and is not waited for. */
  private boolean wrong;

  private long sent;
  private long marked;
  private long delivered;
  private long deliveredAt;
  private long wideBytes = FIRST_BYTES;
  private long narrowBytes = LEAST_BYTES;
  private boolean narrow;

  /** When the window was full last. */
  private long fullAt = Long.MIN_VALUE;

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
    if (!heard || wrong) {
      return Long.MAX_VALUE;
    }
    return narrow ? narrowBytes : wideBytes;
  }

  /** Whether little may wait on the way from now on, as somebody else is on it. */
  void narrow(boolean on) {
    narrow = on;
  }

  /**
   * So many more bytes are sent.
   *
   * @param now before they are: a sender may lose the processor to whom it wakes with them
   */
  void onSent(int bytes, long now) {
    if (inFlight() == 0) {
      deliveredAt = now;
    }
    sent += bytes;
    if (inFlight() >= bytes()) {
      fullAt = now;
    }
    if (mayMark()) {
      marked = sent;
      boolean alone = refreshing && inFlight() - bytes < ALONE_BYTES;
      marks.add(new Mark(sent, now, delivered, deliveredAt, alone));
    }
  }

  /** For each report that will come, if the other end is one that reports. */
  private boolean mayMark() {
    return heard
        && inFlight() <= MOST_BYTES
        && (marks.isEmpty() || sent - marked >= DeliveryReports.STEP_BYTES);
  }

  /** The other end reports that so many bytes have reached its application so far. */
  void onDelivered(long totalBytes, long now) {
    heard = true;
    wrong |= totalBytes > sent;
    if (wrong || totalBytes <= delivered) {
      return;
    }
    delivered = totalBytes;
    deliveredAt = now;
    @Nullable Mark newest = null;
    while (!marks.isEmpty() && marks.peek().end() <= delivered) {
      newest = marks.remove();
    }
    if (newest != null) {
      onArrived(newest, now);
    }
  }

  private long inFlight() {
    return sent - delivered;
  }

  private void onArrived(Mark mark, long now) {
    long roundTripNanos = Math.max(1, now - mark.sentAt());
    boolean heldBack = fullAt >= mark.sentAt();
    if (!refreshing) {
      remember(mark, roundTripNanos, heldBack, now);
    }
    if (roundTripNanos <= shortestNanos || mark.alone()) {
      shortestNanos = roundTripNanos;
      shortestAt = now;
      refreshing = false;
    } else {
      refreshing |= heldBack && now - shortestAt >= REFRESH_NANOS;
    }
    wideBytes = fitting(GAIN, TURNS_NANOS, LEAST_BYTES);
    double narrowGain = shortestNanos < LONG_NANOS ? NARROW_GAIN : NARROW_LONG_GAIN;
    narrowBytes = fitting(narrowGain, 0, LEAST_NARROW_BYTES);
  }

  private long fitting(double gain, long turnsNanos, long leastBytes) {
    double bytes = gain * bestRate() * (shortestNanos + turnsNanos);
    return refreshing ? ALONE_BYTES : Math.clamp((long) bytes, leastBytes, MOST_BYTES);
  }

  /** Where less was sent than might have been, a rate says only that the way is no worse. */
  private void remember(Mark mark, long roundTripNanos, boolean heldBack, long now) {
    double rate = (double) (delivered - mark.delivered()) / Math.max(1, now - mark.deliveredAt());
    if (heldBack || rate > bestRate()) {
      rates[round] = Math.max(rates[round], rate);
    }
    roundHeldBack |= heldBack;
    if (mark.delivered() >= roundEnd) {
      roundEnd = delivered;
      if (roundHeldBack) {
        nextRound(roundTripNanos);
      }
    }
  }

  /** A round that took as long as many should have makes as many be forgotten, if not all. */
  private void nextRound(long roundTripNanos) {
    long fitting = GAIN * (Math.min(shortestNanos, roundTripNanos) + TURNS_NANOS);
    long rounds = Math.clamp(roundTripNanos / fitting, 1, ROUNDS / 2);
    double last = rates[round];
    for (long i = 1; i < rounds; i++) {
      round = (round + 1) % ROUNDS;
      rates[round] = last;
    }
    round = (round + 1) % ROUNDS;
    rates[round] = 0;
    roundHeldBack = false;
  }

  private double bestRate() {
    return Arrays.stream(rates).max().orElse(0);
  }
}
