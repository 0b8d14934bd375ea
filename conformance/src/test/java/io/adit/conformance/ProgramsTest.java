package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.conformance.programs.OpenSshServer;
import io.adit.conformance.programs.Program;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.DeviceExchange;
import io.adit.conformance.sockets.ExchangeConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The stories' own tools, with nothing of Adit between them. */
class ProgramsTest {
  @AutoClose final Stage stage = new Stage();

  @Test
  void aMissingProgramIsNamedWithTheWayToGetIt() {
    assertThatThrownBy(() -> Program.require("no-such-program", "apt-get install nothing"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no-such-program")
        .hasMessageContaining("apt-get install nothing");
  }

  @Test
  void aWaitInVainShowsWhatThereWas() {
    // Given
    var sshd = OpenSshServer.start(stage);

    // Then
    assertThatThrownBy(() -> sshd.running().awaitLine("never printed", Within.seconds(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("never printed")
        .hasMessageContaining("Server listening on 127.0.0.1");
  }

  @Test
  void sshReachesTheDevicesServerDirectly() {
    // Given
    var sshd = OpenSshServer.start(stage);

    // When
    var ran = sshd.clientThrough(sshd.port()).ssh(Within.seconds(30), "echo direct");

    // Then
    assertThat(ran.succeeded().out()).isEqualTo("direct\n");
  }

  @Test
  void anExchangeWithTheDeviceHoldsRoundAfterRound() throws IOException {
    // Given
    var device = stage.owns(new DeviceExchange());

    // When
    try (var connection = new ExchangeConnection(device.port())) {
      connection.exchange(1, 64);
      connection.exchange(2, 64);

      // Then
      assertThat(device.connections()).isEqualTo(1);
    }
  }

  @Test
  void anExchangeSeesOneWrongByte() throws IOException {
    // Given
    try (var liar = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerWithZeros(liar));

      // Then
      try (var connection = new ExchangeConnection(liar.getLocalPort())) {
        assertThatThrownBy(() -> connection.exchange(1, 1))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("seed 1");
      }
    }
  }

  private static void answerWithZeros(ServerSocket liar) {
    try (var socket = liar.accept()) {
      socket.getOutputStream().write(new byte[1 << 20]);
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The other end has seen enough.
      return;
    }
  }
}
