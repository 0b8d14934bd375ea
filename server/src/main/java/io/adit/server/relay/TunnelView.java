package io.adit.server.relay;

import java.util.Optional;

/**
 * What the relay knows of a tunnel at one moment.
 *
 * @param heldBytes kept for a destination that is not there
 * @param bytesFromSource payload passed on, since the tunnel has had a link without a break
 */
public record TunnelView(
    Optional<LinkView> source,
    Optional<LinkView> destination,
    int openConnections,
    int heldBytes,
    long bytesFromSource,
    long bytesFromDestination,
    Optional<Incident> lastViolation,
    Optional<Incident> lastRefusal) {

  static TunnelView withoutLinks(Optional<Incident> lastViolation, Optional<Incident> lastRefusal) {
    return new TunnelView(
        Optional.empty(), Optional.empty(), 0, 0, 0, 0, lastViolation, lastRefusal);
  }
}
