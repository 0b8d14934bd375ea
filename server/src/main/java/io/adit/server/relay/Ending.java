package io.adit.server.relay;

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

  /**
   * The tunnel may be used no more for now.
   *
   * @param reason fits into a close frame
   * @param why all there is to say
   */
  static Ending barred(String reason, String why) {
    return new Ending(CloseCode.POLICY_VIOLATION, reason, HandshakeRefusal.barred(why));
  }
}
