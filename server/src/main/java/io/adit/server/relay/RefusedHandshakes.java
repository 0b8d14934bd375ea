package io.adit.server.relay;

import io.adit.server.diagnosis.Incident;
import io.adit.server.http.RefusalLog;
import io.adit.server.http.UpgradeRequest;
import io.adit.server.traffic.Client;
import io.adit.server.traffic.Refused;
import io.adit.server.traffic.TunnelName;
import io.adit.wire.Side;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a client why it may not come in, and the operator as well. Thread safe. */
final class RefusedHandshakes {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedHandshakes.class);

  private final Incidents incidents;
  private final Traffic traffic;
  private final InstantSource clock;
  private final RefusalLog strangers;

  /** Of its own: strangers do not crowd out what the operator of a tunnel looks for. */
  private final RefusalLog ofTunnels;

  RefusedHandshakes(Incidents incidents, Traffic traffic, Time time) {
    this.incidents = incidents;
    this.traffic = traffic;
    this.clock = time.clock();
    this.strangers = new RefusalLog(LOG, time.nanoTime());
    this.ofTunnels = new RefusalLog(LOG, time.nanoTime());
  }

  /** Refuses a handshake of which no tunnel is known. */
  void refuse(UpgradeRequest request, String channelId, HandshakeRefusal refusal) {
    refuse(request, channelId, refusal, true);
  }

  /**
   * Refuses a handshake of an address that makes too many.
   *
   * @param isNews whether the log should say so
   */
  void refuse(UpgradeRequest request, String channelId, HandshakeRefusal refusal, boolean isNews) {
    if (isNews) {
      strangers.add(
          "Handshake %s from %s refused with %d: %s"
              .formatted(channelId, request.remoteAddress(), refusal.status(), refusal.reason()),
          Map.of("channelId", channelId));
    }
    var client =
        new Client(channelId, request.remoteAddress(), Handshake.userAgent(request.head()));
    traffic.tell(listener -> listener.onRefused(null, null, client, refused(refusal)));
    answer(request, channelId, refusal);
  }

  /** Refuses a handshake whose token is or was this tunnel's. */
  void refuse(Arrival arrival, String tunnelId, HandshakeRefusal refusal) {
    Side side = arrival.side();
    ofTunnels.add(
        "Tunnel %s: handshake %s of a %s from %s refused with %d: %s"
            .formatted(
                tunnelId,
                arrival.linkId(),
                side.mode(),
                arrival.request().remoteAddress(),
                refusal.status(),
                refusal.reason()),
        Map.of("tunnelId", tunnelId, "channelId", arrival.linkId()));
    incidents.add(
        tunnelId,
        Incident.once(
            clock.instant(), Incident.Kind.HANDSHAKE_REFUSED, side, "", refusal.reason()));
    var tunnel = new TunnelName(tunnelId, null);
    traffic.tell(listener -> listener.onRefused(tunnel, side, arrival.client(), refused(refusal)));
    answer(arrival.request(), arrival.linkId(), refusal);
  }

  private static Refused refused(HandshakeRefusal refusal) {
    return new Refused(refusal.status(), refusal.reason());
  }

  /** Official clients show the body; others read the header. */
  private static void answer(UpgradeRequest request, String channelId, HandshakeRefusal refusal) {
    Map<String, String> headers = new LinkedHashMap<>(refusal.headers());
    headers.put("channel-id", channelId);
    headers.put("X-Status-Reason", refusal.reason());
    request.refuse(refusal.status(), headers, refusal.reason());
  }
}
