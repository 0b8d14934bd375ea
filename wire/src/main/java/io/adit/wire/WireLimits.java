package io.adit.wire;

/** Sizes that the protocol guides fix. */
public final class WireLimits {
  /** Bytes of payload in one DATA message, at most. */
  public static final int MAX_PAYLOAD_BYTES = 64_512;

  /** Bytes of one message, at most: the frame's length is an unsigned 16-bit number. */
  public static final int MAX_MESSAGE_BYTES = 65_535;

  /** Bytes of the length before each message. */
  public static final int LENGTH_BYTES = 2;

  /** Bytes of payload in one WebSocket frame, at most, either way. */
  public static final int MAX_WEBSOCKET_PAYLOAD_BYTES = 131_076;

  /** Bytes of the handshake's HTTP request, at most, from the request line to the empty line. */
  public static final int MAX_HANDSHAKE_BYTES = 4_096;

  private WireLimits() {}
}
