package io.adit.server.api.own;

import io.adit.server.diagnosis.ServiceView;
import io.adit.server.diagnosis.TunnelView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes through a tunnel, as DiagnoseTunnel answers it.
 *
 * @param heldBytes kept for a destination that is not there
 * @param bytesFromSource payload passed on, since the tunnel has had a link without a break
 * @param services those that the source has used since then
 */
record DiagnosedTraffic(
    int openConnections,
    int heldBytes,
    long bytesFromSource,
    long bytesFromDestination,
    List<Service> services) {

  static DiagnosedTraffic of(TunnelView view) {
    return new DiagnosedTraffic(
        view.openConnections(),
        view.heldBytes(),
        view.bytesFromSource(),
        view.bytesFromDestination(),
        view.services().stream().map(Service::of).toList());
  }

  /**
   * One service.
   *
   * @param service empty in a tunnel without services
   * @param unansweredConnections open ones in which the source sent something and the destination
   *     nothing yet
   */
  record Service(
      String service,
      int openConnections,
      int unansweredConnections,
      @Nullable Instant lastOpenedAt,
      @Nullable Instant lastAnsweredAt) {

    static Service of(ServiceView view) {
      return new Service(
          view.service(),
          view.open(),
          view.unanswered(),
          view.last().openedAt().orElse(null),
          view.last().answeredAt().orElse(null));
    }
  }
}
