package io.adit.server.flow;

import java.util.function.LongSupplier;

/**
 * Says how many bytes may go now, so that up to any moment no more have gone than the bucket holds
 * and the rate brought since. It is full at first. Not thread safe.
 */
final class TokenBucket {
  private static final long NANOS = 1_000_000_000;

  private final long bytesPerSecond;
  private final long capacity;
  private final LongSupplier nanoTime;

  /** In billionths of a byte, so that no nanosecond brings a fraction. */
  private long tokens;

  private long filledAt;

  /**
   * @param capacityBytes so many go at once after a rest
   */
  TokenBucket(Rate rate, int capacityBytes, LongSupplier nanoTime) {
    this.bytesPerSecond = rate.bytesPerSecond();
    this.capacity = capacityBytes * NANOS;
    this.nanoTime = nanoTime;
    this.tokens = capacity;
    this.filledAt = nanoTime.getAsLong();
  }

  /** Takes so many bytes out, if they are there, and returns whether they were. */
  boolean take(int bytes) {
    fill();
    if (tokens < bytes * NANOS) {
      return false;
    }
    tokens -= bytes * NANOS;
    return true;
  }

  /** How long until so many bytes are there; they must not be more than the bucket holds. */
  long nanosUntil(int bytes) {
    fill();
    return Math.max(0, Math.ceilDiv(bytes * NANOS - tokens, bytesPerSecond));
  }

  private void fill() {
    long now = nanoTime.getAsLong();
    long nanos = now - filledAt;
    filledAt = now;
    boolean full = nanos >= Math.ceilDiv(capacity - tokens, bytesPerSecond);
    tokens = full ? capacity : tokens + nanos * bytesPerSecond;
  }
}
