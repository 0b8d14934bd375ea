package io.adit.server.relay;

import io.adit.server.tunnel.Refusal;
import io.adit.wire.websocket.CloseCode;

/** Why the relay ends a link that did nothing wrong. Official clients do not come back after it. */
enum Ending {
  REPLACED(CloseCode.POLICY_VIOLATION, "replaced by another connection", Refusal.SPENT),
  ROTATED(
      CloseCode.POLICY_VIOLATION, "The access token was revoked by a rotation", Refusal.REVOKED),
  CLOSED(CloseCode.NORMAL, "Tunnel is closed", Refusal.CLOSED);

  private final int closeCode;
  private final String reason;
  private final Refusal refusal;

  Ending(int closeCode, String reason, Refusal refusal) {
    this.closeCode = closeCode;
    this.reason = reason;
    this.refusal = refusal;
  }

  int closeCode() {
    return closeCode;
  }

  String reason() {
    return reason;
  }

  /** What a handshake that is still waiting is told instead. */
  Refusal refusal() {
    return refusal;
  }
}
