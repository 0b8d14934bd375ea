package io.adit.server.diagnosis;

import io.adit.server.tunnel.ConnectionState;
import io.adit.server.tunnel.ConnectionState.Status;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.TokenUse;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelStatus;
import io.adit.wire.Dialect;
import io.adit.wire.Extensions;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tunnel in whatever state a test puts it; times are given as what they are before now. */
final class Patient {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final String ID = "6ff0a5e1-0b41-4b41-9a4c-0c0a8f0f8f5e";

  private @Nullable String heldBackBy;
  private @Nullable String barred;
  private final Map<Side, LinkView> links = new EnumMap<>(Side.class);
  private final Map<Side, ConnectionState> states = new EnumMap<>(Side.class);
  private final Map<Side, TokenUse> tokens = new EnumMap<>(Side.class);
  private final List<ServiceView> served = new ArrayList<>();
  private final List<Incident> incidents = new ArrayList<>();
  private List<String> services = List.of("SSH");
  private Instant createdAt = NOW.minus(Duration.ofHours(1));
  private int lifetimeMinutes = 720;
  private @Nullable Instant closedAt;
  private Optional<Notices.Obstacle> untold = Optional.empty();

  /** One whose sides have both been connected for a minute. */
  static Patient connected() {
    return new Patient().link(Side.SOURCE, Dialect.V3).link(Side.DESTINATION, Dialect.V3);
  }

  Patient services(String... names) {
    services = List.of(names);
    return this;
  }

  Patient lifetime(Duration age, int minutes) {
    createdAt = NOW.minus(age);
    lifetimeMinutes = minutes;
    return this;
  }

  /** The thing cannot be told its token. */
  Patient untold(String what, String next) {
    untold = Optional.of(new Notices.Obstacle(what, next));
    return this;
  }

  Patient closed(Duration ago) {
    closedAt = NOW.minus(ago);
    return this;
  }

  Patient link(Side side, Dialect dialect) {
    return link(side, dialect, Extensions.ALL);
  }

  Patient link(Side side, Dialect dialect, Extensions extensions) {
    return link(side, Optional.of(dialect), extensions, 0, Optional.empty());
  }

  /** The side has a link that is not read, or that does not take what is for it. */
  Patient stuck(Side side, int unsentBytes, @Nullable Duration unreadFor) {
    return link(
        side,
        Optional.of(Dialect.V3),
        Extensions.ALL,
        unsentBytes,
        Optional.ofNullable(unreadFor).map(NOW::minus));
  }

  private Patient link(
      Side side,
      Optional<Dialect> dialect,
      Extensions extensions,
      int unsentBytes,
      Optional<Instant> unreadSince) {
    Instant since = NOW.minus(Duration.ofMinutes(1));
    links.put(
        side,
        new LinkView(
            "link-1",
            side,
            new LinkView.Client("10.0.0.3:40000", "adit", Subprotocol.V3, extensions),
            dialect,
            since,
            new LinkView.Traffic(100, 200, unsentBytes, 0, unreadSince, Duration.ZERO)));
    states.put(side, new ConnectionState(Status.CONNECTED, since));
    return this;
  }

  Patient gone(Side side, Duration ago) {
    links.remove(side);
    states.put(side, new ConnectionState(Status.DISCONNECTED, NOW.minus(ago)));
    return this;
  }

  Patient token(Side side, @Nullable Duration usedAgo, boolean isBound) {
    tokens.put(side, new TokenUse(usedAgo == null ? null : NOW.minus(usedAgo), isBound));
    return this;
  }

  Patient incident(Duration ago, Incident.Kind kind, Side side, String what) {
    return incident(ago, 1, kind, side, what);
  }

  Patient incident(Duration ago, int count, Incident.Kind kind, Side side, String what) {
    Instant at = NOW.minus(ago);
    incidents.add(new Incident(at, at, count, kind, side, "", what));
    return this;
  }

  Patient failed(Duration ago, int count, Incident.Kind kind, String what) {
    Instant at = NOW.minus(ago);
    return service(
        0, 0, ago, new Incident(at, at, count, kind, Side.DESTINATION, services.getFirst(), what));
  }

  /** The first service is in use. */
  Patient service(int open, int unanswered, Duration openedAgo, @Nullable Incident failure) {
    return service(open, unanswered, openedAgo, null, failure);
  }

  /** The first service takes what the source sends, and says nothing. */
  Patient upload(Duration openedAgo, Duration askedAgo) {
    return service(1, 1, openedAgo, askedAgo, null);
  }

  private Patient service(
      int open,
      int unanswered,
      Duration openedAgo,
      @Nullable Duration askedAgo,
      @Nullable Incident failure) {
    served.add(
        new ServiceView(
            services.isEmpty() ? "" : services.getFirst(),
            open,
            unanswered,
            new ServiceView.Last(
                Optional.of(NOW.minus(openedAgo)),
                Optional.ofNullable(askedAgo).map(NOW::minus),
                Optional.empty()),
            Optional.ofNullable(failure)));
    return this;
  }

  /** Nobody is let in, for this reason. */
  Patient barred(String why) {
    barred = why;
    return this;
  }

  /** Something waits for this bandwidth limit. */
  Patient heldBackBy(String limit) {
    heldBackBy = limit;
    return this;
  }

  List<Finding> findings() {
    Tunnel tunnel =
        new Tunnel(
            ID,
            "arn:aws:iot:us-east-1:000000000000:tunnel/" + ID,
            closedAt == null ? TunnelStatus.OPEN : TunnelStatus.CLOSED,
            states.getOrDefault(Side.SOURCE, ConnectionState.NEVER),
            states.getOrDefault(Side.DESTINATION, ConnectionState.NEVER),
            null,
            services.isEmpty() ? null : new DestinationConfig(null, services),
            lifetimeMinutes,
            List.of(),
            createdAt,
            NOW,
            closedAt);
    TunnelView view =
        new TunnelView(
            Optional.ofNullable(links.get(Side.SOURCE)),
            Optional.ofNullable(links.get(Side.DESTINATION)),
            served,
            0,
            0,
            0,
            incidents,
            Optional.ofNullable(heldBackBy));
    return Findings.of(
        new TunnelCase(tunnel, tokens, view, untold, Optional.ofNullable(barred), NOW));
  }

  /** The findings, one line each: severity, code, sentence. */
  List<String> lines() {
    return findings().stream()
        .map(it -> it.severity() + " " + it.code() + " " + it.what())
        .toList();
  }

  /** What to do about the finding with this code. */
  String next(Finding.Code code) {
    return finding(code).next();
  }

  /** The command line that does it. */
  String command(Finding.Code code) {
    return finding(code).command();
  }

  private Finding finding(Finding.Code code) {
    return findings().stream()
        .filter(it -> it.code() == code)
        .findFirst()
        .orElseThrow(() -> new AssertionError(code + " is not among " + lines()));
  }
}
