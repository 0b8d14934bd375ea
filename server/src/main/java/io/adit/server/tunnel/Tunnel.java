package io.adit.server.tunnel;

import io.adit.wire.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel as it is at one moment.
 *
 * @param tunnelId a UUID in lower case
 * @param maxLifetimeMinutes 1 to 720, counted from {@code createdAt}
 */
public record Tunnel(
    String tunnelId,
    String tunnelArn,
    TunnelStatus status,
    ConnectionState source,
    ConnectionState destination,
    @Nullable String description,
    @Nullable DestinationConfig destinationConfig,
    int maxLifetimeMinutes,
    List<Tag> tags,
    Instant createdAt,
    Instant lastUpdatedAt,
    @Nullable Instant closedAt) {

  public Tunnel {
    tags = List.copyOf(tags);
  }

  /** The services in order; empty for a tunnel that names none. */
  public List<String> services() {
    return destinationConfig == null ? List.of() : destinationConfig.services();
  }

  /** Where it leads; null: to no thing that is named. */
  public @Nullable String thingName() {
    return destinationConfig == null ? null : destinationConfig.thingName();
  }

  /** When it closes by itself. */
  public Instant expiresAt() {
    return createdAt.plus(Duration.ofMinutes(maxLifetimeMinutes));
  }

  public ConnectionState connectionState(Side side) {
    return side == Side.SOURCE ? source : destination;
  }

  boolean isOpenAt(Instant now) {
    return status == TunnelStatus.OPEN && !isOverdue(now);
  }

  boolean isOverdue(Instant now) {
    return !now.isBefore(expiresAt());
  }

  /** Closed, if its time is over by now, although nobody has closed it yet. */
  public Tunnel asOf(Instant now) {
    if (status == TunnelStatus.CLOSED || !isOverdue(now)) {
      return this;
    }
    Instant end = expiresAt();
    return new Tunnel(
        tunnelId,
        tunnelArn,
        TunnelStatus.CLOSED,
        source.closedAt(end),
        destination.closedAt(end),
        description,
        destinationConfig,
        maxLifetimeMinutes,
        tags,
        createdAt,
        end,
        end);
  }
}
