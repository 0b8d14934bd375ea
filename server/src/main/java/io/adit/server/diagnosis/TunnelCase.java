package io.adit.server.diagnosis;

import io.adit.server.tunnel.TokenUse;
import io.adit.server.tunnel.Tunnel;
import io.adit.wire.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of one tunnel, as the rules get it.
 *
 * @param tokens of the sides that have a token which is not revoked
 * @param untold why the thing cannot be told its token, if that is so
 * @param barred why nobody is let in whatever the token, if that is so
 * @param at the moment of which all of it is
 */
record TunnelCase(
    Tunnel tunnel,
    Map<Side, TokenUse> tokens,
    TunnelView view,
    Optional<Notices.Obstacle> untold,
    Optional<String> barred,
    Instant at) {
  /** What is further back explains nothing that is seen now. */
  static final Duration RECENT = Duration.ofMinutes(10);

  /** How long ago something was, in words such as "5 min ago". */
  String ago(Instant time) {
    return Age.between(time, at) + " ago";
  }

  boolean isOlderThan(Instant time, Duration age) {
    return !time.plus(age).isAfter(at);
  }

  boolean isRecent(Instant time) {
    return !isOlderThan(time, RECENT);
  }

  /** The last incident of a kind on a side, unless that was long ago. */
  Optional<Incident> recent(Incident.Kind kind, Side side) {
    return view.last(kind, side).filter(incident -> isRecent(incident.lastAt()));
  }

  /** Since when the side has no link; empty for one that never had. */
  Optional<Instant> disconnectedSince(Side side) {
    return Optional.ofNullable(tunnel.connectionState(side).lastUpdatedAt());
  }

  String services() {
    return String.join(", ", tunnel.services());
  }

  /** A service's name in a sentence. */
  static String nameOf(String service) {
    return service.isEmpty() ? "the tunnel's service" : service;
  }
}
