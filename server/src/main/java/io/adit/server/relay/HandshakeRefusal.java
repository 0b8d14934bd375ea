package io.adit.server.relay;

import io.adit.server.limit.HandshakeLimits;
import io.adit.server.tunnel.Refusal;
import io.adit.wire.WireLimits;
import java.util.Map;

/**
 * Why a handshake gets another answer than 101, and which: the one table of them. Official clients
 * come back after a 5xx and never after any other status, so 429 is not among them.
 */
final class HandshakeRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final Map<String, String> headers;

  private HandshakeRefusal(int status, String reason) {
    this(status, reason, Map.of());
  }

  private HandshakeRefusal(int status, String reason, Map<String, String> headers) {
    super(reason, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  static HandshakeRefusal noUpgrade() {
    return new HandshakeRefusal(
        400, "Invalid handshake: /tunnel takes WebSocket handshakes only (GET, HTTP/1.1, Upgrade)");
  }

  static HandshakeRefusal tooLarge(int bytes) {
    return new HandshakeRefusal(
        400,
        "Invalid handshake: The request has "
            + bytes
            + " bytes; at most "
            + WireLimits.MAX_HANDSHAKE_BYTES
            + " are allowed");
  }

  static HandshakeRefusal webSocketVersion() {
    return new HandshakeRefusal(
        426,
        "Invalid Sec-WebSocket-Version: Only 13 is supported",
        Map.of("Sec-WebSocket-Version", "13"));
  }

  static HandshakeRefusal webSocketKey() {
    return new HandshakeRefusal(
        400, "Invalid Sec-WebSocket-Key: Exactly one of 16 bytes in base64 is needed");
  }

  static HandshakeRefusal mode() {
    return new HandshakeRefusal(
        400, "Invalid local-proxy-mode: Exactly one is needed, source or destination");
  }

  static HandshakeRefusal subprotocol() {
    return new HandshakeRefusal(
        400,
        "Invalid Sec-WebSocket-Protocol: One of aws.iot.securetunneling-1.0, -2.0 and -3.0 is"
            + " needed");
  }

  static HandshakeRefusal noToken() {
    return new HandshakeRefusal(
        400,
        "Invalid access token: None was given, in header access-token or cookie"
            + " awsiot-tunnel-token");
  }

  static HandshakeRefusal severalTokens() {
    return new HandshakeRefusal(
        400,
        "Invalid access token: More than one was given; header access-token and cookie"
            + " awsiot-tunnel-token count together");
  }

  static HandshakeRefusal severalClientTokens() {
    return new HandshakeRefusal(400, "Invalid client token: More than one was given");
  }

  static HandshakeRefusal clientToken() {
    return new HandshakeRefusal(
        400, "Invalid client token: 32 to 128 letters, digits and hyphens are needed");
  }

  static HandshakeRefusal origin() {
    return new HandshakeRefusal(
        403,
        "Invalid origin: A token in a cookie is taken only from pages of this host, and of origins"
            + " that the server was told to allow (--allowed-origin)");
  }

  static HandshakeRefusal of(Refusal refusal) {
    int status =
        switch (refusal) {
          case UNKNOWN, REVOKED, OTHER_SIDE, FORBIDDEN -> 403;
          case SPENT, CLIENT_TOKEN_DIFFERS, CLIENT_TOKEN_TAKEN, CLOSED -> 400;
        };
    return new HandshakeRefusal(status, refusal.text());
  }

  /** Clients come back after it: official ones in 2.5 seconds, whatever the header says. */
  static HandshakeRefusal tooMany(HandshakeLimits.TooMany tooMany) {
    return new HandshakeRefusal(
        503,
        "Too many handshakes: One address may make %s, and this one made more; try again in %d s, or have --handshake-rate raised"
            .formatted(tooMany.frequency(), tooMany.retrySeconds()),
        Map.of("Retry-After", Long.toString(tooMany.retrySeconds())));
  }

  /**
   * The tunnel may not be used for now, and that may last for days: a client that tried again and
   * again would spend on TLS what it has no budget for.
   */
  static HandshakeRefusal barred(String why) {
    return new HandshakeRefusal(403, why);
  }

  static HandshakeRefusal unavailable() {
    return new HandshakeRefusal(503, "The service cannot check tokens now; try again later");
  }

  int status() {
    return status;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  /** What the response carries beside the reason. */
  Map<String, String> headers() {
    return headers;
  }
}
