package io.adit.peer.connection;

import io.adit.wire.WireLimits;

/**
 * How much a proxy takes at a time from its applications and for them, and how long it waits.
 *
 * @param payloadBytes of one DATA message, at most {@link WireLimits#MAX_PAYLOAD_BYTES}
 * @param readBytes what one read of an application takes
 * @param queueBytes what waits for one application before the whole link does
 * @param totalBytes what waits for all applications of the proxy before the link does
 */
public record ConnectionLimits(
    int payloadBytes, int readBytes, int queueBytes, int totalBytes, Patience patience) {

  private static final int MEBIBYTE = 1024 * 1024;

  /** What comes beyond the window before it is known to be full: one read. */
  private static final int OVERSHOOT_BYTES = WireLimits.MAX_PAYLOAD_BYTES;

  /** What waits in a socket of ours, and not yet in a queue, at most. */
  private static final int MAX_SOCKET_BYTES = 256 * 1024;

  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(
          WireLimits.MAX_PAYLOAD_BYTES,
          WireLimits.MAX_PAYLOAD_BYTES,
          4 * MEBIBYTE,
          48 * MEBIBYTE,
          Patience.DEFAULT);

  public ConnectionLimits {
    if (payloadBytes < 1 || payloadBytes > WireLimits.MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "payloadBytes " + payloadBytes + " is not 1 to " + WireLimits.MAX_PAYLOAD_BYTES);
    }
    if (readBytes < 1 || queueBytes < 1 || totalBytes < 1) {
      throw new IllegalArgumentException(
          "readBytes "
              + readBytes
              + ", queueBytes "
              + queueBytes
              + " and totalBytes "
              + totalBytes
              + " must be positive");
    }
  }

  /** With the default bound for all applications, and the default patience. */
  public ConnectionLimits(int payloadBytes, int readBytes, int queueBytes) {
    this(payloadBytes, readBytes, queueBytes, DEFAULT.totalBytes(), Patience.DEFAULT);
  }

  /** The same with other queues. */
  public ConnectionLimits queueing(int newQueueBytes, int newTotalBytes) {
    return new ConnectionLimits(payloadBytes, readBytes, newQueueBytes, newTotalBytes, patience);
  }

  /** The same with another patience. */
  public ConnectionLimits waiting(Patience newPatience) {
    return new ConnectionLimits(payloadBytes, readBytes, queueBytes, totalBytes, newPatience);
  }

  /**
   * What waits for one application before the whole link does, where the other end has a window.
   */
  int windowedBytes() {
    return Math.max(queueBytes, Math.toIntExact(DeliveryWindow.MOST_BYTES) + OVERSHOOT_BYTES);
  }

  /** What may wait in a socket before it waits here: what one turn of the event loop brings. */
  public int socketBytes() {
    return Math.min(queueBytes, MAX_SOCKET_BYTES);
  }
}
