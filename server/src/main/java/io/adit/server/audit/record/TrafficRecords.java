package io.adit.server.audit.record;

import io.adit.server.audit.AuditLog;
import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.traffic.Carried;
import io.adit.server.traffic.Client;
import io.adit.server.traffic.Refused;
import io.adit.server.traffic.TrafficConnection;
import io.adit.server.traffic.TrafficLink;
import io.adit.server.traffic.TrafficListener;
import io.adit.server.traffic.TunnelName;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.CloseCause;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Initiator;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.TunnelListener;
import io.adit.wire.Side;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records what the data plane does, and what the server itself does to tunnels. Never waits. */
public final class TrafficRecords implements TrafficListener, TunnelListener {
  private static final int NANOS_PER_MICRO = 1_000;

  private final AuditLog log;
  private final Bearers bearers;
  private final InstantSource clock;

  public TrafficRecords(AuditLog log, Bearers bearers, InstantSource clock) {
    this.log = log;
    this.bearers = bearers;
    this.clock = clock;
  }

  @Override
  public void onTokenAccepted(TunnelName tunnel, Side side, Client client) {
    log.offer(at(entry(AuditEvent.TOKEN_ACCEPTED, tunnel, side), client));
  }

  @Override
  public void onRefused(
      @Nullable TunnelName tunnel, @Nullable Side side, Client client, Refused refused) {
    AuditEntry entry =
        at(entry(AuditEvent.TOKEN_REFUSED, tunnel, side), client)
            .with("status", refused.status())
            .with("error", refused.reason());
    log.offerOfStranger(entry, client.address());
  }

  @Override
  public void onLinkOpened(TrafficLink link) {
    log.offer(
        at(entry(AuditEvent.LINK_OPENED, link.tunnel(), link.side()), link.client())
            .with("subprotocol", link.subprotocol()));
  }

  @Override
  public void onLinkEnded(TrafficLink link, Carried carried, String why) {
    log.offer(
        at(entry(AuditEvent.LINK_ENDED, link.tunnel(), link.side()), link.client())
            .with("bytesFromClient", carried.bytesIn())
            .with("bytesToClient", carried.bytesOut())
            .with("micros", micros(carried))
            .with("reason", why));
  }

  @Override
  public void onConnectionOpened(TrafficConnection connection) {
    log.offer(entry(AuditEvent.CONNECTION_OPENED, connection));
  }

  @Override
  public void onConnectionEnded(TrafficConnection connection, Carried carried, String why) {
    log.offer(
        entry(AuditEvent.CONNECTION_ENDED, connection)
            .with("bytesFromSource", carried.bytesIn())
            .with("bytesFromDestination", carried.bytesOut())
            .with("micros", micros(carried))
            .with("reason", why));
  }

  @Override
  public void onRotated(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
    if (Initiator.current().isEmpty()) {
      log.offer(
          new AuditEntry(clock.instant(), AuditEvent.TOKENS_RENEWED)
              .with("tunnelId", rotated.tunnel().tunnelId())
              .with("thing", notified == null ? null : notified.thingName())
              .with("side", mode.name().toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public void onClosed(String tunnelId, CloseCause cause) {
    if (cause == CloseCause.EXPIRED) {
      log.offer(
          new AuditEntry(clock.instant(), AuditEvent.TUNNEL_EXPIRED).with("tunnelId", tunnelId));
    }
  }

  private AuditEntry entry(AuditEvent event, @Nullable TunnelName tunnel, @Nullable Side side) {
    AuditEntry entry = new AuditEntry(clock.instant(), event);
    if (tunnel != null) {
      entry
          .with("user", side == null ? null : bearers.of(tunnel.tunnelId(), side))
          .with("tunnelId", tunnel.tunnelId())
          .with("thing", tunnel.thing());
    }
    return entry.with("side", side == null ? null : side.mode());
  }

  private AuditEntry entry(AuditEvent event, TrafficConnection connection) {
    TunnelName tunnel = connection.tunnel();
    return new AuditEntry(clock.instant(), event)
        .with("user", bearers.of(tunnel.tunnelId(), Side.SOURCE))
        .with("tunnelId", tunnel.tunnelId())
        .with("thing", tunnel.thing())
        .with("service", connection.service())
        .with("connection", connection.number())
        .with("source", end(connection.source()))
        .with("destination", end(connection.destination()));
  }

  private static AuditEntry at(AuditEntry entry, Client client) {
    return entry
        .with("channelId", client.channelId())
        .with("address", client.address())
        .with("userAgent", client.userAgent());
  }

  private static @Nullable Map<String, String> end(@Nullable Client client) {
    if (client == null) {
      return null;
    }
    Map<String, String> end = new LinkedHashMap<>();
    end.put("channelId", client.channelId());
    end.put("address", client.address());
    return end;
  }

  private static long micros(Carried carried) {
    return carried.took().toNanos() / NANOS_PER_MICRO;
  }
}
