package io.adit.server.gateway;

import io.adit.server.gateway.ConnectRequest.Refusal;
import io.vertx.core.net.SocketAddress;
import io.vertx.mqtt.MqttEndpoint;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets devices in, or tells them why not, and hears what becomes of them. On the gateway's loop.
 */
final class Gatekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);

  /** So many lines about devices that do what they may not; the rest goes to the debug log. */
  private static final int LINES_PER_SECOND = 2;

  private static final int LINES_AT_ONCE = 20;

  private final GatewayOptions.Limits limits;
  private final DeviceTrustManager trust;
  private final AcceptGate gate;
  private final DeviceSessions sessions;
  private final Consumer<DeviceSession> onSubscribed;
  private final Executor loop;
  private final Executor virtualThreads;
  private final TokenBucket lines =
      new TokenBucket(LINES_PER_SECOND, LINES_AT_ONCE, System.nanoTime());

  /** Certificates that ended a moment ago, by id, and when. */
  private final Map<String, Long> ended = new HashMap<>();

  Gatekeeper(Parts parts, Executor loop, Executor virtualThreads) {
    this.limits = parts.limits();
    this.trust = parts.trust();
    this.gate = parts.gate();
    this.sessions = parts.sessions();
    this.onSubscribed = parts.onSubscribed();
    this.loop = loop;
    this.virtualThreads = virtualThreads;
  }

  /** What it works with. */
  record Parts(
      GatewayOptions.Limits limits,
      DeviceTrustManager trust,
      AcceptGate gate,
      DeviceSessions sessions,
      Consumer<DeviceSession> onSubscribed) {}

  /** A device has sent a CONNECT packet. */
  void onConnect(MqttEndpoint endpoint) {
    Optional<Refusal> problem = ConnectRequest.problem(endpoint);
    if (problem.isPresent()) {
      refuse(endpoint, problem.get());
      return;
    }
    SSLSession tls = endpoint.sslSession();
    Optional<Devices.Identity> identity = trust.identity(tls);
    if (identity.isPresent()) {
      onIdentified(endpoint, identity.get());
    } else {
      // A resumed TLS session, as there are where the platform has no BoringSSL.
      virtualThreads.execute(() -> {
        Devices.Identity found = identify(tls);
        loop.execute(() -> onIdentified(endpoint, found));
      });
    }
  }

  private Devices.Identity identify(SSLSession tls) {
    try {
      return trust.identify(tls);
    } catch (RuntimeException e) {
      LOG.error("A device's certificate could not be looked up; the device is turned away", e);
      return new Devices.Identity.Refused("The certificate cannot be looked up now");
    }
  }

  private void onIdentified(MqttEndpoint endpoint, Devices.Identity identity) {
    switch (identity) {
      case Devices.Identity.Refused refused ->
          refuse(endpoint, Refusal.notAuthorized(endpoint, refused.reason()));
      case Devices.Identity.Known known when ended.containsKey(known.certificateId()) ->
          refuse(endpoint, Refusal.notAuthorized(endpoint, "The certificate has just ended"));
      case Devices.Identity.Known known -> accept(endpoint, known);
    }
  }

  private void accept(MqttEndpoint endpoint, Devices.Identity.Known device) {
    ConnectRequest request = ConnectRequest.of(endpoint, limits.longestExpiry());
    var connection = new MqttConnection(endpoint, request, device, this);
    DeviceSessions.Connected connected =
        sessions.connect(device.thingName(), request.clientId(), request.wish(), connection);
    connection.accept(connected.session(), connected.wasPresent());
    gate.onAccepted(InetAddress.ofLiteral(endpoint.remoteAddress().hostAddress()));
    LOG.debug("Thing {} (client {}) is connected", device.thingName(), request.clientId());
  }

  private void refuse(MqttEndpoint endpoint, Refusal refusal) {
    @Nullable SocketAddress from = endpoint.remoteAddress();
    logRefusal("A device from %s is turned away: %s".formatted(from, refusal.reason()));
    MqttConnection.refuse(endpoint, refusal);
  }

  void onSubscribed(DeviceSession session) {
    onSubscribed.accept(session);
  }

  void onClosed(DeviceSession session, MqttConnection connection) {
    sessions.onDisconnected(session, connection);
  }

  /** A device that leaves wants its session to be kept for another time. */
  void onExpiryChanged(DeviceSession session, long seconds) {
    sessions.setExpiry(session, ConnectRequest.limited(seconds, limits.longestExpiry()));
  }

  /** Whoever shows this certificate is out, also one whose TLS handshake is under way. */
  void onCertificateEnded(String certificateId) {
    ended.put(certificateId, System.nanoTime());
    sessions
        .matching(session ->
            session.link() instanceof MqttConnection connection
                && connection.certificateId().equals(certificateId))
        .forEach(session -> sessions.drop(session, DeviceLink.End.NO_LONGER_ALLOWED));
  }

  void onThingDeleted(String thingName) {
    sessions
        .of(thingName)
        .forEach(session -> sessions.drop(session, DeviceLink.End.NO_LONGER_ALLOWED));
  }

  void sweep() {
    sessions.sweep();
    long tooOld = System.nanoTime() - limits.timeToConnect().toNanos();
    ended.values().removeIf(at -> at - tooOld < 0);
  }

  int packetBytes() {
    return limits.packetBytes();
  }

  void logRefusal(String line) {
    if (lines.take(System.nanoTime())) {
      LOG.info("{}", line);
    } else {
      LOG.debug("{}", line);
    }
  }
}
