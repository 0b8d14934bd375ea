package io.adit.server.relay;

import io.adit.server.diagnosis.Incident;
import io.adit.server.http.UpgradeRequest;
import io.adit.wire.Side;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a client why it may not come in, and the operator as well. Thread safe. */
record RefusedHandshakes(Incidents incidents, InstantSource clock, RelayListener listener) {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedHandshakes.class);

  /** Refuses a handshake of which no tunnel is known. */
  void refuse(UpgradeRequest request, String channelId, HandshakeRefusal refusal) {
    LOG.atInfo()
        .addKeyValue("channelId", channelId)
        .log(
            "Handshake {} from {} refused with {}: {}",
            channelId,
            request.remoteAddress(),
            refusal.status(),
            refusal.reason());
    answer(request, channelId, refusal);
  }

  /** Refuses a handshake whose token is or was this tunnel's. */
  void refuse(Arrival arrival, String tunnelId, HandshakeRefusal refusal) {
    Side side = arrival.side();
    LOG.atInfo()
        .addKeyValue("tunnelId", tunnelId)
        .addKeyValue("channelId", arrival.linkId())
        .log(
            "Tunnel {}: handshake {} of a {} from {} refused with {}: {}",
            tunnelId,
            arrival.linkId(),
            side.mode(),
            arrival.request().remoteAddress(),
            refusal.status(),
            refusal.reason());
    incidents.add(
        tunnelId,
        Incident.once(
            clock.instant(), Incident.Kind.HANDSHAKE_REFUSED, side, "", refusal.reason()));
    answer(arrival.request(), arrival.linkId(), refusal);
  }

  /** Official clients show the body; others read the header. */
  private void answer(UpgradeRequest request, String channelId, HandshakeRefusal refusal) {
    listener.onHandshake(refusal.status());
    Map<String, String> headers = new LinkedHashMap<>(refusal.headers());
    headers.put("channel-id", channelId);
    headers.put("X-Status-Reason", refusal.reason());
    request.refuse(refusal.status(), headers, refusal.reason());
  }
}
