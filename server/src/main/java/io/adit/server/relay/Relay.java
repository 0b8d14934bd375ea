package io.adit.server.relay;

import io.adit.server.allowance.BudgetListener;
import io.adit.server.allowance.ThingUse;
import io.adit.server.diagnosis.IncidentListener;
import io.adit.server.diagnosis.LiveTunnels;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.http.UpgradeHandler;
import io.adit.server.http.UpgradeRequest;
import io.adit.server.limit.HandshakeLimits;
import io.adit.server.traffic.TrafficListener;
import io.adit.server.tunnel.Admission;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.CloseCause;
import io.adit.server.tunnel.ConnectGate;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Refusal;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelListener;
import io.adit.server.tunnel.TunnelNotFoundException;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.server.tunnel.TunnelStatus;
import io.adit.wire.Side;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane: lets links in and joins the two of each tunnel.
 *
 * <p>A handshake goes this way, so that none is let in on a token that was rotated meanwhile:
 *
 * <pre>
 *  event loop        virtual thread                      junction's event loop
 *  read request ──►  registry.admit (spends the token)
 *                    enter the tunnel's junction   ──►   expect: rotations find it from here on
 *                    registry.isCurrent
 *                                                  ──►   admit: 101, attach to the splice
 * </pre>
 */
public final class Relay
    implements UpgradeHandler, TunnelListener, BudgetListener, LiveTunnels, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final long SWEEPS_PER_WAIT = 10;
  private static final long MAX_SWEEP_MILLIS = 1_000;
  private static final long PATIENCE_SECONDS = 10;

  private final TunnelRegistry registry;
  private final Vertx vertx;
  private final ExecutorService virtualThreads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("relay-", 0).factory());
  private final Junctions junctions = new Junctions();
  private final Incidents incidents = new Incidents();
  private final Traffic traffic = new Traffic();
  private final RefusedHandshakes refusedHandshakes;
  private final Surroundings surroundings;
  private final long sweepTimer;
  private volatile ConnectGate gate = ConnectGate.OPEN;

  /** The caller adds it to the registry's listeners. */
  public Relay(TunnelRegistry registry, RelayOptions options, LinkLimits limits, Vertx vertx) {
    this(registry, options, limits, vertx, Time.real());
  }

  Relay(TunnelRegistry registry, RelayOptions options, LinkLimits limits, Vertx vertx, Time time) {
    this.registry = registry;
    this.vertx = vertx;
    this.refusedHandshakes = new RefusedHandshakes(incidents, traffic, time);
    this.surroundings =
        new Surroundings(
            registry, options, limits, time, virtualThreads, incidents, refusedHandshakes, traffic);
    long sweepMillis =
        Math.clamp(options.destinationWait().toMillis() / SWEEPS_PER_WAIT, 10, MAX_SWEEP_MILLIS);
    this.sweepTimer = vertx.setPeriodic(sweepMillis, _ -> sweep());
  }

  @Override
  public void onUpgrade(UpgradeRequest request) {
    String channelId = UUID.randomUUID().toString();
    Optional<HandshakeLimits.TooMany> tooMany = surroundings.limits().tooMany(request);
    if (tooMany.isPresent()) {
      refusedHandshakes.refuse(
          request, channelId, HandshakeRefusal.tooMany(tooMany.get()), tooMany.get().isFirst());
      return;
    }
    try {
      Arrival arrival =
          new Arrival(
              request,
              Handshake.read(request.head(), surroundings.options().allowedOrigins()),
              channelId);
      virtualThreads.execute(() -> admit(arrival));
    } catch (HandshakeRefusal refusal) {
      refusedHandshakes.refuse(request, channelId, refusal);
    }
  }

  @Override
  public void onRotated(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
    end(rotated.tunnel().tunnelId(), mode::includes, Ending.ROTATED);
  }

  @Override
  public void onClosed(String tunnelId, CloseCause cause) {
    end(tunnelId, _ -> true, Ending.CLOSED);
  }

  /** On return no byte passes any more: whoever called the API may rely on that. */
  private void end(String tunnelId, Predicate<Side> sides, Ending ending) {
    junctions
        .find(tunnelId)
        .ifPresent(junction ->
            CompletableFuture.runAsync(() -> junction.end(sides, ending), junction::execute)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join());
  }

  @Override
  public TunnelView view(String tunnelId) {
    Optional<Junction> junction = junctions.find(tunnelId);
    if (junction.isEmpty()) {
      return TunnelView.withoutLinks(incidents.of(tunnelId));
    }
    Junction there = junction.get();
    return CompletableFuture.supplyAsync(there::view, there::execute)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public List<String> tunnelIds() {
    return junctions.all().stream().map(Junction::tunnelId).toList();
  }

  /** Nothing may be carried for this thing any more: its tunnels' links end. */
  @Override
  public void onUsedUp(ThingUse use) {
    Ending ending = Ending.usedUp(use);
    junctions.all().stream()
        .filter(junction -> junction.leadsTo(use.thing()))
        .forEach(junction -> junction.execute(() -> junction.end(_ -> true, ending)));
  }

  /** The limits may be others from now on. */
  public void onLimitsChanged() {
    junctions.all().forEach(junction -> junction.execute(junction::onLimitsChanged));
  }

  /** Who hears of incidents from now on. */
  public void tell(IncidentListener listener) {
    incidents.tell(listener);
  }

  /** Who hears of what is let in, carried and refused from now on. */
  public void tell(TrafficListener listener) {
    traffic.add(listener);
  }

  /** Who says from now on which bearers of good tokens may connect. */
  public void guard(ConnectGate guard) {
    gate = guard;
  }

  /** Tunnels that have a link or expect one. */
  int junctionCount() {
    return junctions.all().size();
  }

  /** Resets what has waited too long for a destination, and drops links whose clients are gone. */
  void sweep() {
    for (Junction junction : junctions.all()) {
      if (junction.isOverdue()) {
        junction.execute(junction::onWaitOver);
      }
      if (junction.isLookDue()) {
        junction.execute(junction::look);
      }
    }
  }

  /** Drops all links without a close frame and records that they are gone. */
  @Override
  public void close() {
    vertx.cancelTimer(sweepTimer);
    CompletableFuture<?>[] stopped =
        junctions.all().stream()
            .map(junction -> CompletableFuture.runAsync(junction::stop, junction::execute))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(stopped).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      virtualThreads.shutdown();
      if (!virtualThreads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Not every connection state could be recorded in {} seconds", PATIENCE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(Arrival arrival) {
    Handshake handshake = arrival.handshake();
    try {
      Admission admission =
          registry.admit(
              handshake.side(),
              handshake.token(),
              handshake.clientToken(),
              tunnel -> gate.admits(tunnel, handshake.side(), arrival.request().remoteHost()));
      switch (admission) {
        case Admission.Admitted admitted -> enter(arrival, admitted);
        case Admission.Refused refused -> refuse(arrival, refused);
        case Admission.Barred barred ->
            refusedHandshakes.refuse(
                arrival, barred.tunnelId(), HandshakeRefusal.barred(barred.why()));
      }
    } catch (RuntimeException | Error e) {
      LOG.error("Handshake {}: the registry failed", arrival.linkId(), e);
      refusedHandshakes.refuse(arrival.request(), arrival.linkId(), HandshakeRefusal.unavailable());
    }
  }

  private void refuse(Arrival arrival, Admission.Refused refused) {
    HandshakeRefusal refusal = HandshakeRefusal.of(refused.refusal());
    String tunnelId = refused.tunnelId();
    if (tunnelId == null) {
      refusedHandshakes.refuse(arrival.request(), arrival.linkId(), refusal);
    } else {
      refusedHandshakes.refuse(arrival, tunnelId, refusal);
    }
  }

  private void enter(Arrival arrival, Admission.Admitted admitted) {
    Tunnel tunnel = admitted.tunnel();
    traffic.tell(listener ->
        listener.onTokenAccepted(Junction.name(tunnel), arrival.side(), arrival.client()));
    Junction junction = junctions.enter(tunnel.tunnelId(), () -> newJunction(arrival, tunnel));
    junction.execute(() -> junction.expect(arrival));
    Optional<HandshakeRefusal> refusal = lateRefusal(admitted);
    junction.execute(() ->
        refusal.ifPresentOrElse(
            why -> junction.refuse(arrival, why), () -> junction.admit(arrival)));
  }

  private Junction newJunction(Arrival arrival, Tunnel tunnel) {
    return new Junction(
        tunnel,
        arrival.request().eventLoop(),
        surroundings,
        () -> junctions.leave(tunnel.tunnelId()));
  }

  /** What happened to the tunnel or the token since it was admitted. */
  private Optional<HandshakeRefusal> lateRefusal(Admission.Admitted admitted) {
    try {
      if (registry.isCurrent(admitted)) {
        return Optional.empty();
      }
      TunnelStatus status = registry.describe(admitted.tunnel().tunnelId()).status();
      return Optional.of(
          HandshakeRefusal.of(status == TunnelStatus.OPEN ? Refusal.REVOKED : Refusal.CLOSED));
    } catch (TunnelNotFoundException e) {
      return Optional.of(HandshakeRefusal.of(Refusal.CLOSED));
    } catch (RuntimeException | Error e) {
      LOG.error("Tunnel {}: the registry failed", admitted.tunnel().tunnelId(), e);
      return Optional.of(HandshakeRefusal.unavailable());
    }
  }
}
