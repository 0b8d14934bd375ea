package io.adit.server.relay;

import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.traffic.Carried;
import io.adit.server.traffic.Client;
import io.adit.server.traffic.Refused;
import io.adit.server.traffic.TrafficConnection;
import io.adit.server.traffic.TrafficLink;
import io.adit.server.traffic.TrafficListener;
import io.adit.server.traffic.TunnelName;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a relay to be counted: each thing once. */
class TrafficTest {
  @TempDir Path folder;

  private final Heard heard = new Heard();

  /** Writes down what it hears. */
  private static final class Heard implements TrafficListener {
    final List<String> words = new CopyOnWriteArrayList<>();
    final AtomicLong fromSource = new AtomicLong();
    final AtomicLong fromDestination = new AtomicLong();

    @Override
    public void onRefused(
        @Nullable TunnelName tunnel, @Nullable Side side, Client client, Refused refused) {
      words.add("refused " + refused.status());
    }

    @Override
    public void onLinkOpened(TrafficLink link) {
      words.add("opened " + link.side() + " " + link.subprotocol());
    }

    @Override
    public void onLinkEnded(TrafficLink link, Carried carried, String why) {
      words.add("gone " + link.side() + " " + link.subprotocol());
    }

    @Override
    public void onBytes(Side from, int bytes) {
      (from == Side.SOURCE ? fromSource : fromDestination).addAndGet(bytes);
    }

    @Override
    public void onConnectionOpened(TrafficConnection connection) {
      words.add("connection");
    }
  }

  @Test
  void linksBytesAndConnectionsAreTold() throws Exception {
    try (RelayFixture server = new RelayFixture(folder)) {
      server.relay.tell(heard);
      OpenedTunnel tunnel = server.open("SSH");
      server.refused(HandshakeText.of(Side.SOURCE).with("access-token: guessed")).status();
      try (LinkClient source = server.link(Side.SOURCE, tunnel.source());
          LinkClient destination = server.link(Side.DESTINATION, tunnel.destination())) {
        assertThat(source.next()).isEqualTo(serviceIds("SSH"));
        assertThat(destination.next()).isEqualTo(serviceIds("SSH"));
        source.send(streamStart(1, "SSH", 1));
        source.send(data(1, "SSH", 1, "x".repeat(1_000)));
        assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
        assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "x".repeat(1_000)));
        destination.send(connectionReset(1, "SSH", 1));
        source.next();
      }
      RelayFixture.eventually("both links are gone", () -> heard.words.size() >= 6);

      assertThat(heard.words)
          .containsExactlyInAnyOrder(
              "refused 403",
              "opened SOURCE aws.iot.securetunneling-3.0",
              "opened DESTINATION aws.iot.securetunneling-3.0",
              "connection",
              "gone SOURCE aws.iot.securetunneling-3.0",
              "gone DESTINATION aws.iot.securetunneling-3.0");
      assertThat(heard.fromSource.get()).isBetween(1_000L, 1_200L);
      assertThat(heard.fromDestination.get()).isBetween(10L, 100L);
    }
  }
}
