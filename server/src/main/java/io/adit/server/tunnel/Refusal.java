package io.adit.server.tunnel;

/**
 * Why a token does not let its bearer in. The texts of SPENT, CLIENT_TOKEN_DIFFERS, UNKNOWN and
 * CLOSED are AWS's own: people and scripts look for them.
 */
public enum Refusal {
  UNKNOWN("Invalid access-token"),
  SPENT("Invalid access token: The access token was previously used and can not be used again."),
  CLIENT_TOKEN_DIFFERS(
      "Invalid client token: The provided client token does not match the client token that was"
          + " previously set."),
  CLIENT_TOKEN_TAKEN(
      "Invalid client token: The provided client token is already in use with another access"
          + " token."),
  REVOKED("Invalid access token: The access token was revoked by a rotation."),
  OTHER_SIDE("Invalid access token: The access token belongs to the other local-proxy-mode."),
  CLOSED("Tunnel is closed"),
  FORBIDDEN(
      "Access denied: No policy of this server's data plane allows iot:ConnectToTunnel for this"
          + " tunnel, local-proxy-mode and address. The token is still good.");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  /** What the bearer is told. */
  public String text() {
    return text;
  }
}
