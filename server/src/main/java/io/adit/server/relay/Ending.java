package io.adit.server.relay;

import io.adit.server.allowance.ThingUse;
import io.adit.server.tunnel.Refusal;
import io.adit.wire.websocket.CloseCode;

/**
 * Why the relay ends a link that did nothing wrong. Official clients do not come back after it.
 *
 * @param refusal what a handshake that is still waiting is told instead
 */
record Ending(int closeCode, String reason, HandshakeRefusal refusal) {
  static final Ending REPLACED =
      new Ending(
          CloseCode.POLICY_VIOLATION,
          "replaced by another connection",
          HandshakeRefusal.of(Refusal.SPENT));
  static final Ending ROTATED =
      new Ending(
          CloseCode.POLICY_VIOLATION,
          "The access token was revoked by a rotation",
          HandshakeRefusal.of(Refusal.REVOKED));
  static final Ending CLOSED =
      new Ending(CloseCode.NORMAL, "Tunnel is closed", HandshakeRefusal.of(Refusal.CLOSED));

  /** Nothing may be carried for the tunnel's thing for now. */
  static Ending usedUp(ThingUse use) {
    return new Ending(
        CloseCode.POLICY_VIOLATION, use.inShort(), HandshakeRefusal.barred(use.inWords()));
  }
}
