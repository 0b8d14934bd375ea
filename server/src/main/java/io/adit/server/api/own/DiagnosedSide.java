package io.adit.server.api.own;

import io.adit.server.diagnosis.Diagnosis;
import io.adit.server.diagnosis.LinkView;
import io.adit.server.tunnel.ConnectionState.Status;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One side of a tunnel, as DiagnoseTunnel answers it.
 *
 * @param since when it connected or disconnected; absent for a side that never connected
 * @param link absent for a side that is not connected
 */
record DiagnosedSide(Status status, @Nullable Instant since, @Nullable Link link) {

  static DiagnosedSide of(Diagnosis diagnosis, Side side) {
    return diagnosis
        .view()
        .link(side)
        .map(link -> new DiagnosedSide(Status.CONNECTED, link.since(), Link.of(link)))
        .orElseGet(() ->
            new DiagnosedSide(
                Status.DISCONNECTED,
                diagnosis.tunnel().connectionState(side).lastUpdatedAt(),
                null));
  }

  /**
   * The side's link.
   *
   * @param dialect V1, V2 or V3; absent for a source that has started nothing yet
   * @param pacedBytesPerSecond how fast the relay sends to it at most; absent: as fast as it goes
   * @param unreadSince since when the relay does not read from it, and waits for the other side
   * @param silentSeconds how long nothing has come from it
   */
  record Link(
      String remoteAddress,
      String userAgent,
      String subprotocol,
      @Nullable Dialect dialect,
      long bytesReceived,
      long bytesSent,
      int unsentBytes,
      @Nullable Long pacedBytesPerSecond,
      @Nullable Instant unreadSince,
      long silentSeconds) {

    static Link of(LinkView link) {
      LinkView.Client client = link.client();
      LinkView.Traffic traffic = link.traffic();
      return new Link(
          client.address(),
          client.userAgent(),
          client.subprotocol().wireName(),
          link.dialect().orElse(null),
          traffic.bytesReceived(),
          traffic.bytesSent(),
          traffic.unsentBytes(),
          traffic.pacedBytesPerSecond() == 0 ? null : traffic.pacedBytesPerSecond(),
          traffic.unreadSince().orElse(null),
          traffic.silence().toSeconds());
    }
  }
}
