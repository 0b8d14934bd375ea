package io.adit.server.relay;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Judges by what comes from a client whether it is still there. Any byte is a sign of life; what
 * the client leaves unanswered is none of the opposite, since official V3 sources go deaf after a
 * STREAM_RESET and still send pings.
 *
 * <pre>
 *             silent for 30 s, and its pings have no known period
 *   ALIVE ───────────────────────────────────────────────────────► ask, each 30 s
 *     │
 *     │ silent for 3 of its ping periods, and for 90 s
 *     ▼
 *    GONE
 * </pre>
 *
 * <p>Browsers cannot ping, and some clients never do: they are asked, once they have been silent
 * for a while. One that has shown its period is not: its own pings come, or it is gone. While the
 * relay does not read, nobody is silent. Not thread safe.
 */
final class Liveness {
  /** What is to be done about a client. */
  enum Verdict {
    ALIVE,
    /** It is to be sent a ping. */
    ASK,
    GONE
  }

  static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(90);
  static final Duration ASK_AFTER = Duration.ofSeconds(30);

  /** Pings that are nearer to each other were held up and came together. */
  static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);

  private static final int PERIODS = 3;

  private final LongSupplier nanoTime;
  private long heardAt;
  private long askedAt;
  private long pingedAt;

  /** Whether {@link #pingedAt} is that of a ping behind which reading never stopped. */
  private boolean measuring;

  /** The longest time seen between two pings; 0 before that. */
  private long periodNanos;

  private boolean paused;

  Liveness(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.heardAt = nanoTime.getAsLong();
    this.askedAt = heardAt;
  }

  void onBytes() {
    heardAt = nanoTime.getAsLong();
  }

  void onPing() {
    long now = nanoTime.getAsLong();
    if (measuring && now - pingedAt >= SHORTEST_PERIOD.toNanos()) {
      periodNanos = Math.max(periodNanos, now - pingedAt);
    }
    pingedAt = now;
    measuring = true;
  }

  /** From now on it is not read. */
  void onPaused() {
    paused = true;
  }

  /** It is read again, and has all the time anew. */
  void onResumed() {
    if (paused) {
      paused = false;
      measuring = false;
      heardAt = nanoTime.getAsLong();
    }
  }

  /** How long nothing has come while it was read. */
  Duration silence() {
    return Duration.ofNanos(paused ? 0 : nanoTime.getAsLong() - heardAt);
  }

  /** Judges it now. */
  Verdict look() {
    long silent = silence().toNanos();
    if (silent >= patienceNanos()) {
      return Verdict.GONE;
    }
    long now = nanoTime.getAsLong();
    boolean mayAsk = periodNanos == 0 && now - askedAt >= ASK_AFTER.toNanos();
    if (!mayAsk || silent < ASK_AFTER.toNanos()) {
      return Verdict.ALIVE;
    }
    askedAt = now;
    return Verdict.ASK;
  }

  private long patienceNanos() {
    return Math.max(SHORTEST_PATIENCE.toNanos(), PERIODS * periodNanos);
  }
}
