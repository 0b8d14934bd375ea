package io.adit.server.diagnosis;

import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Says what is the matter with a tunnel. Calls block; run them on virtual threads. */
public final class Doctor {
  private final TunnelRegistry registry;
  private final LiveTunnels live;
  private final Notices notices;
  private final InstantSource clock;

  public Doctor(TunnelRegistry registry, LiveTunnels live, Notices notices, InstantSource clock) {
    this.registry = registry;
    this.live = live;
    this.notices = notices;
    this.clock = clock;
  }

  /** Examines a tunnel, open or closed, as long as it is kept. Throws TunnelNotFoundException. */
  public Diagnosis examine(String tunnelId) {
    // Asked first: what it says of a link that comes or goes meanwhile is then no newer than since
    // when the registry says that the side has none.
    TunnelView view = live.view(tunnelId);
    Tunnel tunnel = registry.describe(tunnelId);
    Instant now = clock.instant();
    TunnelCase tunnelCase =
        new TunnelCase(
            tunnel, registry.tokenUse(tunnelId), view, untold(tunnel), registry.bar(tunnel), now);
    return new Diagnosis(tunnel, view, now, Findings.of(tunnelCase));
  }

  private Optional<Notices.Obstacle> untold(Tunnel tunnel) {
    DestinationConfig destination = tunnel.destinationConfig();
    String thing = destination == null ? null : destination.thingName();
    return thing == null ? Optional.empty() : notices.obstacle(thing);
  }
}
