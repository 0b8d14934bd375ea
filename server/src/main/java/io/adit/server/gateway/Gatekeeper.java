package io.adit.server.gateway;

import io.adit.server.gateway.ConnectRequest.Refusal;
import io.adit.server.gateway.DeviceHandshakes.Finding;
import io.adit.server.gateway.DeviceSession.Subscription;
import io.adit.server.http.RefusalLog;
import io.adit.server.thing.DeviceIdentity;
import io.adit.server.traffic.Device;
import io.adit.server.traffic.DeviceListener;
import io.vertx.core.net.SocketAddress;
import io.vertx.mqtt.MqttEndpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets devices in, or tells them why not, and hears what becomes of them. On the gateway's loop.
 */
final class Gatekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);

  private static final String STOPPED = "The server stopped";

  private final GatewayOptions.Limits limits;
  private final DeviceHandshakes handshakes;
  private final AcceptGate gate;
  private final DeviceSessions sessions;
  private final BiConsumer<DeviceSession, String> onSubscribed;
  private final Executor loop;
  private final Executor virtualThreads;
  private final RefusalLog refusals;
  private final DeviceListener listener;

  /** Certificates that ended a moment ago, by id, and when, in nanoseconds. */
  private final Map<String, Long> ended = new ConcurrentHashMap<>();

  private boolean isStopping;

  Gatekeeper(Parts parts, Executor loop, Executor virtualThreads) {
    this.limits = parts.limits();
    this.handshakes = parts.handshakes();
    this.gate = parts.gate();
    this.sessions = parts.sessions();
    this.onSubscribed = parts.onSubscribed();
    this.refusals = parts.refusals();
    this.listener = parts.listener();
    this.loop = loop;
    this.virtualThreads = virtualThreads;
  }

  /** What it works with. */
  record Parts(
      GatewayOptions.Limits limits,
      DeviceHandshakes handshakes,
      AcceptGate gate,
      DeviceSessions sessions,
      BiConsumer<DeviceSession, String> onSubscribed,
      RefusalLog refusals,
      DeviceListener listener) {}

  /** A device has sent a CONNECT packet. */
  void onConnect(MqttEndpoint endpoint) {
    Optional<Refusal> problem = ConnectRequest.problem(endpoint);
    if (problem.isPresent()) {
      refuse(endpoint, problem.get());
      return;
    }
    SSLSession tls = endpoint.sslSession();
    Optional<Finding> finding = handshakes.finding(tls).filter(this::isCurrent);
    if (finding.isPresent()) {
      onIdentified(endpoint, finding.get().identity());
    } else {
      // Something ended meanwhile, or the TLS session was resumed.
      gate.guard(remote(endpoint)).ifPresent(ConnectionGuard::hold);
      virtualThreads.execute(() -> {
        Optional<Finding> anew = handshakes.findAnew(tls);
        loop.execute(() -> onFoundAnew(endpoint, anew));
      });
    }
  }

  private void onFoundAnew(MqttEndpoint endpoint, Optional<Finding> finding) {
    if (finding.isEmpty()) {
      refuse(endpoint, Refusal.unavailable(endpoint));
    } else if (isCurrent(finding.get())) {
      onIdentified(endpoint, finding.get().identity());
    } else {
      refuse(endpoint, Refusal.notAuthorized(endpoint));
    }
  }

  /** Whether nothing has ended since that it could have missed. */
  private boolean isCurrent(Finding finding) {
    return switch (finding.identity()) {
      case DeviceIdentity.Known known -> {
        Long end = ended.get(known.certificateId());
        yield end == null || end - finding.atNanos() < 0;
      }
      case DeviceIdentity.Refused _ -> true;
    };
  }

  private void onIdentified(MqttEndpoint endpoint, DeviceIdentity identity) {
    switch (identity) {
      case DeviceIdentity.Refused refused -> {
        logRefusal(
            "Certificate %s, shown from %s, is turned away: %s"
                .formatted(refused.certificateId(), remote(endpoint), refused.reason()));
        listener.onRefused(
            refused.certificateId(),
            address(endpoint),
            "The certificate is not in use",
            refused.reason());
        MqttConnection.refuse(endpoint, Refusal.notAuthorized(endpoint));
      }
      case DeviceIdentity.Known known -> accept(endpoint, known);
    }
  }

  private void accept(MqttEndpoint endpoint, DeviceIdentity.Known device) {
    Optional<ConnectionGuard> guard = gate.onAccepted(remote(endpoint));
    if (guard.isEmpty()) {
      return; // it is gone
    }
    ConnectRequest request = ConnectRequest.of(endpoint, limits.longestExpiry());
    String owner =
        device.isThing(request.clientId()) ? request.clientId() : device.thingNames().first();
    var connection = new MqttConnection(endpoint, request, device, this);
    Device known = device(endpoint, request, owner, device);
    long since = System.nanoTime();
    DeviceSessions.Connected connected =
        sessions.connect(owner, request.clientId(), request.wish(), connection);
    DeviceSession session = connected.session();
    guard
        .get()
        .onGone(() -> {
          sessions.onDisconnected(session, connection);
          Duration took = Duration.ofNanos(System.nanoTime() - since);
          listener.onDisconnected(known, took, isStopping ? STOPPED : connection.whyEnded());
        });
    guard.get().standBehind();
    for (String thing : session.subscribedThings()) {
      if (!device.isThing(thing)) {
        sessions.unsubscribe(session, thing); // its certificate was another then
      }
    }
    connection.accept(session, connected.wasPresent());
    listener.onConnected(known);
    guard.get().goOn();
    LOG.debug("Thing {} (client {}) is connected", owner, request.clientId());
  }

  private static Device device(
      MqttEndpoint endpoint, ConnectRequest request, String owner, DeviceIdentity.Known known) {
    return new Device(
        owner,
        request.clientId(),
        known.certificateId(),
        address(endpoint),
        request.isMqtt5() ? "MQTT 5" : "MQTT 3.1.1");
  }

  private static String address(MqttEndpoint endpoint) {
    InetSocketAddress remote = remote(endpoint);
    String host = remote.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + remote.getPort();
  }

  private static InetSocketAddress remote(MqttEndpoint endpoint) {
    SocketAddress remote = endpoint.remoteAddress();
    return new InetSocketAddress(InetAddress.ofLiteral(remote.hostAddress()), remote.port());
  }

  private void refuse(MqttEndpoint endpoint, Refusal refusal) {
    logRefusal("A device from %s is turned away: %s".formatted(remote(endpoint), refusal.reason()));
    listener.onRefused(
        null, address(endpoint), "The CONNECT packet is not accepted", refusal.reason());
    MqttConnection.refuse(endpoint, refusal);
  }

  /** What ends from now on ends because the server does. */
  void onStopping() {
    isStopping = true;
  }

  void subscribe(DeviceSession session, String thingName, Subscription subscription) {
    sessions.subscribe(session, thingName, subscription);
    onSubscribed.accept(session, thingName);
  }

  boolean unsubscribe(DeviceSession session, String thingName) {
    return sessions.unsubscribe(session, thingName);
  }

  /** A device that leaves wants its session to be kept for another time. */
  void onExpiryChanged(DeviceSession session, long seconds) {
    sessions.setExpiry(session, ConnectRequest.limited(seconds, limits.longestExpiry()));
  }

  /**
   * Whoever shows this certificate is out, also one whose TLS handshake is under way. On any
   * thread.
   */
  void onCertificateEnded(String certificateId) {
    ended.put(
        certificateId, System.nanoTime()); // here: the loop may read a CONNECT before its tasks
    loop.execute(() ->
        sessions.dropIf(
            link ->
                link instanceof MqttConnection connection
                    && connection.device().certificateId().equals(certificateId),
            DeviceLink.End.NO_LONGER_ALLOWED));
  }

  void onThingDeleted(String thingName) {
    sessions.dropIf(
        link -> link instanceof MqttConnection connection && connection.device().isThing(thingName),
        DeviceLink.End.NO_LONGER_ALLOWED);
  }

  void sweep() {
    sessions.sweep();
    sessions.dropIf(
        link -> link instanceof MqttConnection connection && handshakes.isOver(connection.device()),
        DeviceLink.End.EXPIRED);
    long tooOld = System.nanoTime() - limits.timeToConnect().toNanos();
    ended.values().removeIf(at -> at - tooOld < 0);
  }

  int packetBytes() {
    return limits.packetBytes();
  }

  void logRefusal(String line) {
    sessions.counts().refusals.increment();
    refusals.add(line);
  }
}
