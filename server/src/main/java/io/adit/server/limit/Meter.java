package io.adit.server.limit;

/**
 * Counts what happens against a frequency: evenly, and so many at once after a rest. Its whole
 * state is the time at which it would be at rest again. Not thread safe.
 */
final class Meter {
  private final long intervalNanos;
  private final long burstNanos;
  private long busyUntil;

  Meter(Frequency frequency, long nowNanos) {
    this.intervalNanos = frequency.intervalNanos();
    this.burstNanos = Math.multiplyExact(intervalNanos, (long) frequency.burst());
    this.busyUntil = nowNanos;
  }

  /** How long until one more may happen; 0: now. */
  long nanosUntilNext(long nowNanos) {
    return Math.max(0, backlog(nowNanos) + intervalNanos - burstNanos);
  }

  /** It happens, whether it may or not. */
  void add(long nowNanos) {
    busyUntil = nowNanos + backlog(nowNanos) + intervalNanos;
  }

  private long backlog(long nowNanos) {
    return Math.max(0, busyUntil - nowNanos);
  }
}
