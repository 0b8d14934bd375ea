package io.adit.server.relay;

import io.adit.server.tunnel.Refusal;

/** Why the relay ends a link that did nothing wrong. Official clients do not come back after it. */
enum Ending {
  REPLACED(1008, "replaced by another connection", Refusal.SPENT),
  ROTATED(1008, "The access token was revoked by a rotation", Refusal.REVOKED),
  CLOSED(1000, "Tunnel is closed", Refusal.CLOSED);

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
