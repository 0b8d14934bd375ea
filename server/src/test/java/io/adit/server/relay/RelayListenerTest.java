package io.adit.server.relay;

import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.Incident;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a relay to be counted: each thing once. */
class RelayListenerTest {
  @TempDir Path folder;

  private final Heard heard = new Heard();

  /** Writes down what it hears. */
  private static final class Heard implements RelayListener {
    final List<String> words = new CopyOnWriteArrayList<>();
    final AtomicLong fromSource = new AtomicLong();
    final AtomicLong fromDestination = new AtomicLong();

    @Override
    public void onHandshake(int status) {
      words.add("handshake " + status);
    }

    @Override
    public void onLinkOpened(Side side, Subprotocol subprotocol) {
      words.add("opened " + side + " " + subprotocol);
    }

    @Override
    public void onLinkGone(Side side, Subprotocol subprotocol) {
      words.add("gone " + side + " " + subprotocol);
    }

    @Override
    public void onBytes(Side from, int bytes) {
      (from == Side.SOURCE ? fromSource : fromDestination).addAndGet(bytes);
    }

    @Override
    public void onConnectionOpened() {
      words.add("connection");
    }

    @Override
    public void onConnectionFailed(Incident.Kind why) {
      words.add("failed " + why);
    }
  }

  @Test
  void linksBytesAndConnectionsAreTold() throws Exception {
    try (RelayFixture server = new RelayFixture(folder, heard)) {
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
      RelayFixture.eventually("both links are gone", () -> heard.words.size() >= 9);

      assertThat(heard.words)
          .containsExactlyInAnyOrder(
              "handshake 403",
              "handshake 101",
              "opened SOURCE V3",
              "handshake 101",
              "opened DESTINATION V3",
              "connection",
              "failed CONNECTION_UNANSWERED",
              "gone SOURCE V3",
              "gone DESTINATION V3");
      assertThat(heard.fromSource.get()).isBetween(1_000L, 1_200L);
      assertThat(heard.fromDestination.get()).isBetween(10L, 100L);
    }
  }
}
