package io.adit.wire.websocket;

/** The status in a close frame (RFC 6455, section 7.4, and IANA's registry). */
public final class CloseCode {
  /** The tunnel is closed or expired: the clients end. */
  public static final int NORMAL = 1000;

  /** Another link took this one's place, its token was rotated, or it broke a send rule. */
  public static final int POLICY_VIOLATION = 1008;

  /** Stands for a close frame without a status; it is never sent. */
  public static final int NO_STATUS = 1005;

  private CloseCode() {}

  /** Whether an end may send this code: registered, or for libraries and applications to define. */
  static boolean isSendable(int code) {
    return switch (code) {
      case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014 -> true;
      default -> code >= 3000 && code <= 4999;
    };
  }
}
