package io.adit.server.console;

import io.adit.server.diagnosis.LinkView;
import io.adit.server.diagnosis.LiveTunnels;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.tunnel.ConnectionState.Status;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Tag;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelStatus;
import io.adit.wire.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tunnel as pages show it: what is kept of it, with what the data plane knows now. */
record TunnelRow(
    String tunnelId,
    String tunnelArn,
    TunnelStatus status,
    @Nullable String description,
    @Nullable String thingName,
    List<String> services,
    List<Tag> tags,
    Instant createdAt,
    Instant lastUpdatedAt,
    Instant expiresAt,
    @Nullable Instant closedAt,
    SideState source,
    SideState destination,
    long bytesFromSource,
    long bytesFromDestination,
    int openConnections) {

  /**
   * One side.
   *
   * @param since when it connected or disconnected; null: never
   * @param client in words; null: none is connected
   */
  record SideState(
      Status status, @Nullable Instant since, @Nullable String client, @Nullable String dialect) {

    static SideState of(Tunnel tunnel, TunnelView view, Side side) {
      Optional<LinkView> link = view.link(side);
      return link.map(there ->
              new SideState(
                  Status.CONNECTED,
                  there.since(),
                  there.client().inWords(),
                  there.dialect().map(Enum::name).orElse(null)))
          .orElseGet(() ->
              new SideState(
                  Status.DISCONNECTED, tunnel.connectionState(side).lastUpdatedAt(), null, null));
    }
  }

  /** The row of a tunnel, at this moment; may wait for the data plane for a moment. */
  static TunnelRow of(Tunnel tunnel, LiveTunnels live) {
    TunnelView view =
        tunnel.status() == TunnelStatus.OPEN
            ? live.view(tunnel.tunnelId())
            : TunnelView.withoutLinks(List.of());
    DestinationConfig config = tunnel.destinationConfig();
    return new TunnelRow(
        tunnel.tunnelId(),
        tunnel.tunnelArn(),
        tunnel.status(),
        tunnel.description(),
        config == null ? null : config.thingName(),
        tunnel.services(),
        tunnel.tags(),
        tunnel.createdAt(),
        tunnel.lastUpdatedAt(),
        tunnel.expiresAt(),
        tunnel.closedAt(),
        SideState.of(tunnel, view, Side.SOURCE),
        SideState.of(tunnel, view, Side.DESTINATION),
        view.bytesFromSource(),
        view.bytesFromDestination(),
        view.openConnections());
  }
}
