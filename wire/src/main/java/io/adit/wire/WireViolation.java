package io.adit.wire;

/**
 * A peer broke a rule of the wire; the link it came on cannot go on. The text says which rule and
 * with what value, and never holds payload or a token.
 */
public final class WireViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which layer's rule was broken. */
  public enum Kind {
    /** RFC 6455 was broken: masking, reserved bits, opcodes, continuation. */
    WEBSOCKET(1002),
    /** A text frame came; tunnels carry binary only. */
    NOT_BINARY(1003),
    /** A WebSocket frame is larger than {@link WireLimits#MAX_WEBSOCKET_PAYLOAD_BYTES}. */
    TOO_LARGE(1009),
    /** The bytes of a frame are no message. */
    MALFORMED_MESSAGE(1002),
    /** The message is well formed, but this sender must not send it, or not now. */
    ILLEGAL_MESSAGE(1008);

    private final int closeCode;

    Kind(int closeCode) {
      this.closeCode = closeCode;
    }

    /** The WebSocket close code (RFC 6455, section 7.4.1) that answers it. */
    public int closeCode() {
      return closeCode;
    }
  }

  private final Kind kind;

  public WireViolation(Kind kind, String rule) {
    super(rule, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What was broken, for the log and for the close frame. */
  public String rule() {
    return String.valueOf(getMessage());
  }
}
