package io.adit.peer.link;

import java.time.Duration;

/**
 * How long a link waits, and how much it takes.
 *
 * @param openTimeout for each step of opening: connect, TLS handshake, answer
 * @param pingPeriod between two pings; a link that brings nothing for three is taken for dead
 * @param readBytes what one read of the relay takes; large reads cost less: a TLS record is 16 KiB,
 *     a message up to 64 KiB
 * @param writeQueueBytes what waits for the kernel before a link counts as full
 */
public record LinkTuning(
    Duration openTimeout, Duration pingPeriod, int readBytes, int writeQueueBytes) {
  public static final LinkTuning DEFAULT =
      new LinkTuning(Duration.ofSeconds(10), Duration.ofSeconds(20));

  public LinkTuning {
    if (!openTimeout.isPositive() || !pingPeriod.isPositive()) {
      throw new IllegalArgumentException(
          "openTimeout " + openTimeout + " and pingPeriod " + pingPeriod + " must be positive");
    }
    if (readBytes < 1 || writeQueueBytes < 1) {
      throw new IllegalArgumentException(
          "readBytes "
              + readBytes
              + " and writeQueueBytes "
              + writeQueueBytes
              + " must be positive");
    }
  }

  /** With the default sizes. */
  public LinkTuning(Duration openTimeout, Duration pingPeriod) {
    this(openTimeout, pingPeriod, 256 * 1024, 512 * 1024);
  }
}
