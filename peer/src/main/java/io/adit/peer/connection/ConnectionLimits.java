package io.adit.peer.connection;

import io.adit.wire.WireLimits;

/**
 * How much one local connection takes at a time.
 *
 * @param payloadBytes of one DATA message, at most {@link WireLimits#MAX_PAYLOAD_BYTES}
 * @param readBytes what one read of the application takes
 * @param queueBytes what waits for the application before the whole link does
 */
public record ConnectionLimits(int payloadBytes, int readBytes, int queueBytes) {
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(WireLimits.MAX_PAYLOAD_BYTES, WireLimits.MAX_PAYLOAD_BYTES, 1024 * 1024);

  public ConnectionLimits {
    if (payloadBytes < 1 || payloadBytes > WireLimits.MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "payloadBytes " + payloadBytes + " is not 1 to " + WireLimits.MAX_PAYLOAD_BYTES);
    }
    if (readBytes < 1 || queueBytes < 1) {
      throw new IllegalArgumentException(
          "readBytes " + readBytes + " and queueBytes " + queueBytes + " must be positive");
    }
  }
}
