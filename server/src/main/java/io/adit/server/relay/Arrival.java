package io.adit.server.relay;

import io.adit.server.diagnosis.LinkView;
import io.adit.server.http.UpgradeRequest;
import io.adit.server.traffic.Client;
import io.adit.wire.Side;

/**
 * A handshake whose token was admitted and that is no link yet. It is known to its junction, so
 * that a rotation or close that happens meanwhile finds it. All but the facts of the handshake is
 * the junction's event loop's own.
 */
final class Arrival {
  private final UpgradeRequest request;
  private final Handshake handshake;
  private final String linkId;
  private boolean accepted;
  private boolean ended;

  Arrival(UpgradeRequest request, Handshake handshake, String linkId) {
    this.request = request;
    this.handshake = handshake;
    this.linkId = linkId;
  }

  UpgradeRequest request() {
    return request;
  }

  Handshake handshake() {
    return handshake;
  }

  /** What a link is to know of it. */
  LinkFacts facts() {
    return new LinkFacts(
        linkId,
        handshake.side(),
        new LinkView.Client(
            request.remoteAddress(),
            handshake.userAgent(),
            handshake.subprotocol(),
            handshake.extensions()));
  }

  /** Who it is, for those who write it down. */
  Client client() {
    return new Client(linkId, request.remoteAddress(), handshake.userAgent());
  }

  Side side() {
    return handshake.side();
  }

  String linkId() {
    return linkId;
  }

  /** The 101 is on its way: it can no longer be refused, only closed. */
  void onAccepted() {
    accepted = true;
  }

  boolean isAccepted() {
    return accepted;
  }

  /** It must not become a link. */
  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }
}
