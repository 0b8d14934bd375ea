package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Doctor;
import io.adit.conformance.programs.Finished;
import io.adit.conformance.programs.Ports;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.DeviceExchange;
import io.adit.conformance.sockets.ExchangeConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;

/** What {@code adit doctor} and {@code describe-tunnel} say at each moment of a tunnel's life. */
class DoctorTest {
  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static IoTSecureTunnelingClient client;
  private static Doctor doctor;

  private OpenTunnelResponse tunnel;

  @BeforeAll
  static void startServer() {
    server = AditProcess.start(STAGE);
    client = STAGE.owns(AwsSdk.client(server));
    doctor = new Doctor(server);
  }

  @BeforeEach
  void openTunnel() {
    tunnel = ConnectedTunnel.open(client, List.of("SSH"));
  }

  @Test
  void aTunnelToWhichNobodyCameIsToldHowToBegin() {
    var said = doctor.run(tunnel.tunnelId());

    assertThat(said.exit()).isEqualTo(Doctor.PROBLEM);
    assertThat(said.err()).isEmpty();
    assertThat(said.out())
        .contains("PROBLEM      No destination proxy has ever connected.\n")
        .contains("PROBLEM      No source proxy has ever connected.\n")
        .contains("adit proxy")
        .contains("-s SSH=PORT");
    assertThat(said.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(said.out()).as("no colour in a file").doesNotContain("\u001b");
  }

  @Test
  void aTunnelThatWorksIsFine() throws Exception {
    try (var device = new DeviceExchange()) {
      var source = connected(device.port());
      try (var connection = new ExchangeConnection(source.listeningPort())) {
        connection.exchange(1, 1);

        var said = doctor.run(tunnel.tunnelArn());

        assertThat(said.exit()).as("%s", said).isZero();
        assertThat(said.out())
            .contains("FINE         Both sides are connected, and 1 connection is open.\n")
            .contains("In use       1 connection (SSH 1)\n");
      }
    }
  }

  @Test
  void aWrongPortOnTheDeviceIsNamedToAllWhoAsk() throws Exception {
    // Given
    int nobody = Ports.free();
    var source = connected(nobody);

    // When
    try (var connection = new ExchangeConnection(source.listeningPort())) {
      connection.awaitEnd();
    }

    // Then
    var reason = "127.0.0.1:" + nobody + " refused";
    source.running().awaitLine("\\[warning\\] SSH: the device says: " + reason, Within.seconds(20));
    var answer = doctor.awaitFindings(tunnel.tunnelId(), "CONNECTION_FAILED");
    assertThat(answer.at("/findings/0/what").asText())
        .matches("The device cannot serve SSH: " + reason + ", \\d+ s ago\\.");
    var said = doctor.run(tunnel.tunnelId());
    assertThat(said.exit()).isEqualTo(Doctor.PROBLEM);
    assertThat(said.out())
        .containsPattern("(?m)^  \\d\\d:\\d\\d:\\d\\d   destination says of SSH: " + reason + "$");
  }

  @Test
  void aDeviceWhoseProxyWasKilledIsMissed() {
    var device = destination();
    device.running().kill();

    var answer = doctor.awaitFindings(tunnel.tunnelId(), "SIDE_GONE SIDE_NEVER_CONNECTED");

    assertThat(answer.at("/findings/0/what").asText())
        .matches(
            "The destination proxy has been gone for \\d+ s: the connection ended without a close"
                + " frame\\.");
    assertThat(answer.at("/findings/0/command").asText())
        .isEqualTo(
            "aws iotsecuretunneling rotate-tunnel-access-token --tunnel-id "
                + tunnel.tunnelId()
                + " --client-mode DESTINATION");
  }

  @Test
  void aRefusedTokenIsToldWithItsTimeAndReason() {
    // Given
    destination().running().kill();
    doctor.awaitFindings(tunnel.tunnelId(), "SIDE_GONE SIDE_NEVER_CONNECTED");

    // When: with another client token than the first
    var refused = launch(tunnel.destinationAccessToken(), "-d", "SSH=127.0.0.1:22");
    refused.running().awaitExit(Within.seconds(30));

    // Then
    var answer =
        doctor.awaitFindings(tunnel.tunnelId(), "SIDE_GONE HANDSHAKE_REFUSED SIDE_NEVER_CONNECTED");
    assertThat(answer.at("/findings/1/what").asText())
        .matches(
            "The last destination proxy that tried was refused \\d+ s ago: Invalid client token:"
                + " The provided client token does not match the client token that was previously"
                + " set\\.");
    assertThat(doctor.run(tunnel.tunnelId()).out())
        .containsPattern(
            "(?m)^  \\d\\d:\\d\\d:\\d\\d   destination refused: Invalid client token:");
  }

  @Test
  void aClosedTunnelIsToldWhen() {
    client.closeTunnel(close -> close.tunnelId(tunnel.tunnelId()));

    var said = doctor.run(tunnel.tunnelId());

    assertThat(said.exit()).isEqualTo(Doctor.PROBLEM);
    assertThat(said.out()).containsPattern("PROBLEM      The tunnel was closed \\d+ s ago, by a");
  }

  @Test
  void withoutATunnelEachOpenOneHasALine() {
    var closed = ConnectedTunnel.open(client, List.of("SSH"));
    client.closeTunnel(close -> close.tunnelId(closed.tunnelId()));

    var said = doctor.run();

    assertThat(said.exit()).isEqualTo(Doctor.PROBLEM);
    assertThat(said.out())
        .contains(tunnel.tunnelId() + "\n  PROBLEM  No destination proxy has ever connected.\n")
        .doesNotContain(closed.tunnelId());
  }

  @Test
  void noSecretIsInWhatItSays() {
    destination();

    var text = doctor.run(tunnel.tunnelId()).toString();
    var json = doctor.examine(tunnel.tunnelId()).toString();

    assertThat(text + json)
        .doesNotContain(tunnel.destinationAccessToken())
        .doesNotContain(tunnel.sourceAccessToken())
        .doesNotContain(server.variable("AWS_SECRET_ACCESS_KEY"));
  }

  @Test
  void whatItCannotDoIsSaidInOneLine() {
    var unknown = doctor.run("00000000-0000-4000-8000-000000000000");
    assertFails(unknown, 2, "does not exist");
    assertFails(doctor.run("no tunnel"), 1, "neither a tunnel's id nor its ARN");
    assertFails(doctor.run("--output", "xml", "x"), 1, "'xml' is neither text nor json");
    assertFails(
        doctor.run("--endpoint-url", "https://api.tunneling.iot.us-east-1.amazonaws.com", "x"),
        2,
        "doctor needs Adit's server");
    assertFails(
        doctor.run("--endpoint-url", "https://localhost:" + Ports.free(), "x"),
        2,
        "cannot be reached: Connection refused");
    assertFails(Doctor.run(Map.of(), "x"), 2, "no endpoint is set");
    assertFails(
        Doctor.run(
            Map.of(
                "AWS_ENDPOINT_URL", server.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", server.variable("AWS_ACCESS_KEY_ID"),
                "AWS_SECRET_ACCESS_KEY", "not the secret",
                "AWS_CA_BUNDLE", server.caBundle().toString()),
            "x"),
        2,
        "InvalidSignatureException: The request signature we calculated");
    assertFails(
        Doctor.run(
            Map.of(
                "AWS_ENDPOINT_URL", server.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "x",
                "AWS_SECRET_ACCESS_KEY", "x"),
            "x"),
        2,
        "name its authority with --ca-bundle or AWS_CA_BUNDLE");
  }

  private static void assertFails(Finished finished, int exit, String words) {
    assertThat(finished.exit()).as("%s", finished).isEqualTo(exit);
    assertThat(finished.out()).isEmpty();
    assertThat(finished.err()).startsWith("adit doctor: ").contains(words);
    assertThat(finished.err().lines().filter(line -> !line.startsWith("Try "))).hasSize(1);
  }

  @Test
  void aConnectionThatFailsOnTheDeviceHarmsNoOther() throws Exception {
    var device = STAGE.owns(new DeviceExchange());
    var source = connected(device.port());
    int port = source.listeningPort();
    try (var first = new ExchangeConnection(port)) {
      first.exchange(1, 1);
      device.close();

      try (var second = new ExchangeConnection(port)) {
        second.awaitEnd();
      }

      source.running().awaitLine("SSH: the device says: .* refused", Within.seconds(20));
      first.exchange(2, 4);
      assertThat(device.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"V1", "V2"})
  void inAnOlderDialectAConnectionWaitsForTheOneBeforeIt(String dialect) throws Exception {
    var device = STAGE.owns(new DeviceExchange());
    launch(tunnel.destinationAccessToken(), "-d", "SSH=127.0.0.1:" + device.port()).connected();
    var source = launch(tunnel.sourceAccessToken(), "-s", "SSH=0", "-y", dialect).connected();
    int port = source.listeningPort();
    var first = STAGE.owns(new ExchangeConnection(port));
    first.exchange(1, 1);
    try (var second = new ExchangeConnection(port)) {
      source.running().awaitLine("waits: protocol " + dialect, Within.seconds(20));
      device.close();
      first.exchange(2, 1);
      first.close();

      second.awaitEnd();
    }
    source.running().awaitLine("the device says: .* refused", Within.seconds(20));
  }

  @Test
  @VerifiedWith(Client.AWS_CLI)
  void describeTunnelSaysAtEachMomentWhichSideIsMissing() {
    var ownServer = AditProcess.start(STAGE);
    var aws = AwsCli.of(ownServer);
    var opened = aws.ok("open-tunnel", "--destination-config", "services=SSH");
    var id = opened.get("tunnelId").asText();
    assertThat(sides(aws, id)).isEqualTo("source DISCONNECTED, destination DISCONNECTED");
    assertThat(describe(aws, id).at("/sourceConnectionState/lastUpdatedAt").isMissingNode())
        .isTrue();

    ProxyProcess.launch(STAGE, ownServer, opened.get("sourceAccessToken").asText(), "-s", "SSH=0")
        .connected();
    awaitSides(aws, id, "source CONNECTED, destination DISCONNECTED");

    var device =
        ProxyProcess.launch(
            STAGE, ownServer, opened.get("destinationAccessToken").asText(), "-d", "SSH=22");
    device.connected();
    awaitSides(aws, id, "source CONNECTED, destination CONNECTED");

    device.running().kill();
    awaitSides(aws, id, "source CONNECTED, destination DISCONNECTED");

    ownServer.running().kill();
    var again = ownServer.startAgain(STAGE);
    awaitSides(AwsCli.of(again), id, "source CONNECTED, destination DISCONNECTED");

    aws.ok("rotate-tunnel-access-token", "--tunnel-id", id, "--client-mode", "SOURCE");
    awaitSides(aws, id, "source DISCONNECTED, destination DISCONNECTED");
  }

  private static JsonNode describe(AwsCli aws, String id) {
    return aws.ok("describe-tunnel", "--tunnel-id", id).get("tunnel");
  }

  private static String sides(AwsCli aws, String id) {
    var described = describe(aws, id);
    return "source %s, destination %s"
        .formatted(
            described.at("/sourceConnectionState/status").asText(),
            described.at("/destinationConnectionState/status").asText());
  }

  private static void awaitSides(AwsCli aws, String id, String expected) {
    Within.seconds(60)
        .await(
            "describe-tunnel says " + expected,
            () -> Optional.of(sides(aws, id)).filter(expected::equals),
            () -> sides(aws, id));
  }

  private ProxyProcess launch(String token, String... options) {
    return ProxyProcess.launch(STAGE, server, token, options);
  }

  private ProxyProcess destination() {
    return launch(tunnel.destinationAccessToken(), "-d", "SSH=127.0.0.1:22").connected();
  }

  /** Both sides are; returns the source, which listens on a port of its choice. */
  private ProxyProcess connected(int devicePort) {
    launch(tunnel.destinationAccessToken(), "-d", "SSH=127.0.0.1:" + devicePort).connected();
    return launch(tunnel.sourceAccessToken(), "-s", "SSH=0").connected();
  }
}
