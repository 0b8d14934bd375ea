package io.adit.server.diagnosis;

import io.adit.wire.Side;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the data plane knows of a tunnel at one moment.
 *
 * @param services those that the source has used, since the tunnel has had a link without a break
 * @param heldBytes kept for a destination that is not there
 * @param bytesFromSource payload passed on, since the tunnel has had a link without a break
 * @param incidents the last few of each kind and side, oldest first
 * @param heldBackBy the bandwidth limit that something waits for now, in words; empty: nothing does
 */
public record TunnelView(
    Optional<LinkView> source,
    Optional<LinkView> destination,
    List<ServiceView> services,
    int heldBytes,
    long bytesFromSource,
    long bytesFromDestination,
    List<Incident> incidents,
    Optional<String> heldBackBy) {

  /** A tunnel in which nothing waits for a bandwidth limit. */
  public TunnelView(
      Optional<LinkView> source,
      Optional<LinkView> destination,
      List<ServiceView> services,
      int heldBytes,
      long bytesFromSource,
      long bytesFromDestination,
      List<Incident> incidents) {
    this(
        source,
        destination,
        services,
        heldBytes,
        bytesFromSource,
        bytesFromDestination,
        incidents,
        Optional.empty());
  }

  public TunnelView {
    services = List.copyOf(services);
    incidents = List.copyOf(incidents);
  }

  /** A tunnel that has no link now. */
  public static TunnelView withoutLinks(List<Incident> incidents) {
    return new TunnelView(Optional.empty(), Optional.empty(), List.of(), 0, 0, 0, incidents);
  }

  public Optional<LinkView> link(Side side) {
    return side == Side.SOURCE ? source : destination;
  }

  /** Connections open at the source. */
  public int openConnections() {
    return services.stream().mapToInt(ServiceView::open).sum();
  }

  /** The last incident of a kind on a side. */
  public Optional<Incident> last(Incident.Kind kind, Side side) {
    return incidents.stream()
        .filter(incident -> incident.kind() == kind && incident.side() == side)
        .max(Comparator.comparing(Incident::lastAt));
  }
}
