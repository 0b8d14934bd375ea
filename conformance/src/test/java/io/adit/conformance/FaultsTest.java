package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Finished;
import io.adit.conformance.programs.Limits;
import io.adit.conformance.programs.Program;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.DeviceExchange;
import io.adit.conformance.sockets.Handshake;
import io.adit.conformance.sockets.HttpAnswer;
import io.adit.conformance.sockets.SteadyCopy;
import io.adit.conformance.sockets.TlsConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iotsecuretunneling.model.IoTSecureTunnelingException;
import software.amazon.awssdk.services.iotsecuretunneling.model.TunnelSummary;

/** What the machine refuses the server: it says so, goes on with what it can, and recovers. */
class FaultsTest {
  private static final int STRANGERS = 60;

  @AutoClose final Stage stage = new Stage();

  @Test
  void aDiskThatTakesNothingFailsCallsAloneAndNothingAnsweredIsLost() throws IOException {
    // Given
    var server = AditProcess.start(stage);
    var exchange = stage.owns(new DeviceExchange());
    var tunnel = ConnectedTunnel.open(stage, server, Map.of("XCH", exchange.port()));
    var copy = stage.owns(SteadyCopy.bearing(Duration.ZERO, tunnel.port("XCH")));
    List<String> answered = new ArrayList<>(List.of(tunnel.id()));
    try (var client = AwsSdk.client(server)) {
      var spare = client.openTunnel(open -> {});
      answered.add(spare.tunnelId());
      var limits = new Limits(server.running());

      // When
      limits.fileBytes(4096);

      // Then
      assertThatThrownBy(() -> client.openTunnel(open -> {}))
          .isInstanceOfSatisfying(
              IoTSecureTunnelingException.class, e -> assertThat(e.statusCode()).isEqualTo(503));
      assertThat(ready(server).status()).isEqualTo(503);
      assertThat(ready(server).body()).contains("adit.db", "limit or quota of file sizes");
      assertThat(Handshake.of("source", spare.sourceAccessToken()).refusedBy(server).status())
          .isEqualTo(503);
      assertThat(client.describeTunnel(describe -> describe.tunnelId(tunnel.id())).tunnel())
          .isNotNull();
      awaitMoreRounds(copy);

      // When
      limits.anyFileSize();

      // Then: the token that could not be spent is good.
      awaitReady(server);
      Handshake.of("source", spare.sourceAccessToken()).acceptedBy(server).close();
      answered.add(client.openTunnel(open -> {}).tunnelId());
    }
    assertThat(copy.finish()).isPositive();

    // When
    server.running().kill();
    var again = server.startAgain(stage);

    // Then
    try (var client = AwsSdk.client(again)) {
      assertThat(client.listTunnels(list -> {}).tunnelSummaries())
          .extracting(TunnelSummary::tunnelId)
          .containsExactlyInAnyOrderElementsOf(answered);
    }
  }

  private static HttpAnswer ready(AditProcess server) {
    try (var connection = TlsConnection.open(TlsConnection.trusting(server), server.port())) {
      connection.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return connection.readAnswer();
    } catch (IOException e) {
      throw new AssertionError("no answer from /readyz", e);
    }
  }

  private static void awaitReady(AditProcess server) {
    Within.seconds(20)
        .await(
            "the server is ready",
            () -> Optional.of(ready(server)).filter(answer -> answer.status() == 200),
            () -> ready(server).toString());
  }

  private static void awaitMoreRounds(SteadyCopy copy) {
    long before = copy.rounds();
    Within.seconds(20)
        .await(
            "the healthy tunnel goes on copying",
            () -> Optional.of(copy.rounds()).filter(rounds -> rounds > before + 20),
            () -> copy.rounds() + " rounds, broken: " + copy.isBroken());
  }

  @Test
  void withoutDescriptorsNobodyNewGetsInAndAllIsWellAfterwards() throws IOException {
    // Given
    var server = AditProcess.start(stage);
    var exchange = stage.owns(new DeviceExchange());
    var tunnel = ConnectedTunnel.open(stage, server, Map.of("XCH", exchange.port()));
    var copy = stage.owns(SteadyCopy.bearing(Duration.ZERO, tunnel.port("XCH")));
    var limits = new Limits(server.running());
    List<TlsConnection> strangers = new ArrayList<>();

    // When
    limits.moreOpenFiles(STRANGERS / 3);
    for (int i = 0; i < STRANGERS; i++) {
      strangers.add(stage.owns(TlsConnection.openPlain(server.port())));
    }

    // Then
    server.running().awaitLine("descriptors .* are in use.*ulimit -n", Within.seconds(20));
    awaitMoreRounds(copy);

    // When
    strangers.forEach(TlsConnection::close);

    // Then
    awaitReady(server);
    try (var client = AwsSdk.client(server)) {
      var opened = client.openTunnel(open -> {});
      Handshake.of("source", opened.sourceAccessToken()).acceptedBy(server).close();
    }
    assertThat(copy.finish()).isPositive();
  }

  @Test
  void aDataFolderThatCannotBeWrittenIsSaid() {
    // Given
    var server = AditProcess.start(stage);
    server.running().terminate();
    server.running().awaitExit(Within.seconds(30));

    // When
    var refused = onReadOnly(server.data());

    // Then
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err())
        .contains(server.data().toString(), "mounted read-only", "--data DIR")
        .doesNotContain("Exception", "\tat ");
  }

  /** Mounts it read-only for the server alone: for root, rights alone do not make it so. */
  private static Finished onReadOnly(Path data) {
    Program.require("unshare", "apt-get install util-linux");
    var line =
        """
        unshare --map-root-user --mount sh -c '
          mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" || exit 77
          exec ./adit server --bind 127.0.0.1 --port 0 --mqtt-port 0 --data "$0"' '%s'
        """
            .formatted(data);
    var finished = Adit.shell(Adit.programEnvironment(), Within.seconds(60), line);
    if (finished.exit() == 77) {
      throw new AssertionError(
          "This story mounts a folder read-only in a namespace of its own, which the system does not"
              + " allow: run it as root, or allow user namespaces. "
              + finished);
    }
    return finished;
  }
}
