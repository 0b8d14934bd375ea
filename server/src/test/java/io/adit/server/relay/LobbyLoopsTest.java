package io.adit.server.relay;

import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamStart;
import static io.adit.server.tunnel.ConnectionState.Status.DISCONNECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.RawConnection;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links leave the event loops that connections begin on. */
class LobbyLoopsTest {
  @TempDir Path folder;
  private RelayFixture server;
  private OpenedTunnel tunnel;

  @BeforeEach
  void start() throws IOException {
    server = new RelayFixture(folder);
    tunnel = server.open("SSH");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aTunnelCarriesWhileNobodyWhoIsNotLetInIsServed() throws Exception {
    // Given
    try (LinkClient destination = server.link(Side.DESTINATION, tunnel.destination());
        LinkClient source = server.link(Side.SOURCE, tunnel.source())) {
      assertThat(destination.next()).isEqualTo(serviceIds("SSH"));
      assertThat(source.next()).isEqualTo(serviceIds("SSH"));

      // When
      List<BusyLoop> lobby = server.makeLobbyBusy();
      source.send(streamStart(1, "SSH", 1));

      // Then
      assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
      lobby.forEach(BusyLoop::release);
    }
  }

  @Test
  void aConnectionThatIsCutOnItsWayOutOfTheLobbyIsRecordedAsGone() throws Exception {
    // Given
    BusyLoop loop = server.makeNextLoopBusy();
    try (RawConnection connection = server.connect()) {
      connection.send(HandshakeText.of(Side.SOURCE, tunnel.source()).bytes());
      loop.awaitOneMoreTask();
    }

    // When
    loop.release();

    // Then
    RelayFixture.eventually(
        "it is gone", () -> server.recorded(tunnel, Side.SOURCE) == DISCONNECTED);
    RelayFixture.eventually("nobody is there", () -> server.relay.junctionCount() == 0);
  }
}
