package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Ports;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.DeviceExchange;
import io.adit.conformance.sockets.ExchangeConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;

/** How {@code adit proxy} ends, in words and by exit code, and what it does not say. */
class ProxyExitTest {
  private static final int CLOSED = 0;
  private static final int USAGE = 1;
  private static final int REFUSED = 2;
  private static final int DISMISSED = 3;
  private static final int CANNOT_LISTEN = 4;

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static IoTSecureTunnelingClient client;

  private final List<ProxyProcess> launched = new ArrayList<>();
  private OpenTunnelResponse tunnel;

  @BeforeAll
  static void startServer() {
    server = AditProcess.start(STAGE);
    client = STAGE.owns(AwsSdk.client(server));
  }

  @BeforeEach
  void openTunnel() {
    tunnel = ConnectedTunnel.open(client, List.of("SSH"));
  }

  @AfterEach
  void noTokenIsInWhatTheySaid() {
    assertThat(launched)
        .extracting(proxy -> proxy.running().text())
        .isNotEmpty()
        .noneMatch(said -> said.contains(tunnel.sourceAccessToken()))
        .noneMatch(said -> said.contains(tunnel.destinationAccessToken()))
        .noneMatch(said -> said.contains("Exception"));
  }

  private ProxyProcess destination() {
    return launch(tunnel.destinationAccessToken(), "-d", "SSH=127.0.0.1:22");
  }

  private ProxyProcess launch(String token, String... options) {
    return launch(Map.of("AWSIOT_TUNNEL_ACCESS_TOKEN", token), options);
  }

  private ProxyProcess launch(Map<String, String> variables, String... options) {
    var proxy = ProxyProcess.launch(STAGE, server, variables, options);
    launched.add(proxy);
    return proxy;
  }

  private static void assertEnds(ProxyProcess proxy, int exit, String words) {
    assertThat(proxy.running().awaitExit(Within.seconds(30)))
        .as("%s", proxy.running().text())
        .isEqualTo(exit);
    assertThat(proxy.running().text()).contains(words);
  }

  @Test
  void aUsedTokenEndsItAsRefused() {
    // Given
    destination().connected().running().kill();

    // When
    var proxy = destination();

    // Then: its own client token is another one each time.
    assertEnds(proxy, REFUSED, "Invalid client token: The provided client token does not match");
  }

  @Test
  void aTokenOfTheOtherModeEndsItAsRefused() {
    var proxy = launch(tunnel.destinationAccessToken(), "-s", "SSH=" + Ports.free());

    assertEnds(proxy, REFUSED, "local-proxy-mode");
  }

  @Test
  void aTokenThatWasNeverGivenOutEndsItAsRefused() {
    var proxy = launch("N".repeat(43), "-s", "SSH=" + Ports.free());

    assertEnds(proxy, REFUSED, "Invalid access-token");
  }

  @Test
  void aTunnelThatClosesUnderItEndsItWell() {
    // Given
    var proxy = destination().connected();

    // When
    client.closeTunnel(close -> close.tunnelId(tunnel.tunnelId()));

    // Then
    assertEnds(proxy, CLOSED, "closed");
  }

  @Test
  void aRotationUnderItEndsItAsDismissed() {
    // Given
    var proxy = destination().connected();

    // When
    client.rotateTunnelAccessToken(
        rotate -> rotate.tunnelId(tunnel.tunnelId()).clientMode("DESTINATION"));

    // Then
    assertEnds(proxy, DISMISSED, "rotated");
  }

  @Test
  void anotherServiceThanTheTunnelsIsAUsageError() {
    var proxy = launch(tunnel.sourceAccessToken(), "-s", "HTTP=" + Ports.free());

    assertEnds(proxy, USAGE, "HTTP");
  }

  @Test
  void neitherSourceNorDestinationIsAUsageError() {
    var proxy = launch(tunnel.sourceAccessToken());

    assertEnds(proxy, USAGE, "--help");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    // Given
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

      // When
      var proxy = launch(tunnel.sourceAccessToken(), "-s", "SSH=" + taken.getLocalPort());

      // Then
      assertEnds(proxy, CANNOT_LISTEN, "" + taken.getLocalPort());
    }
  }

  @Test
  void withoutAMappingASourceChoosesAPortAndNamesIt() throws IOException {
    // Given
    var device = STAGE.owns(new DeviceExchange());
    launch(tunnel.destinationAccessToken(), "-d", "SSH=127.0.0.1:" + device.port()).connected();

    // When
    var port = launch(tunnel.sourceAccessToken(), "-m", "src").connected().listeningPort();

    // Then
    try (var connection = new ExchangeConnection(port)) {
      connection.exchange(1, 4);
    }
  }

  @Test
  void whereNobodyListensItTriesAgainAndSaysSo() {
    // Given
    var nowhere = "127.0.0.1:" + Ports.free();

    // When
    var proxy =
        launch(
            Map.of(
                "AWSIOT_TUNNEL_ACCESS_TOKEN",
                tunnel.sourceAccessToken(),
                "AWSIOT_TUNNEL_ENDPOINT",
                nowhere),
            "-s",
            "SSH=" + Ports.free());

    // Then: three attempts, and it is still there.
    int position = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
      proxy.running().awaitLine("(?i)refused", position, Within.seconds(30));
      position = proxy.running().position();
    }
    assertThat(proxy.running().isAlive()).isTrue();
  }

  /** Folders for temporary files from which no code may be loaded are usual on guarded machines. */
  @Test
  void aProxyWritesNoLibraryIntoTheFolderForTemporaryFiles() throws IOException {
    Path temporary = Files.createTempDirectory(STAGE.newFolder("temporary"), "t");

    launch(
            Map.of(
                "AWSIOT_TUNNEL_ACCESS_TOKEN",
                tunnel.destinationAccessToken(),
                "ADIT_JAVA_OPTS",
                "-Djava.io.tmpdir=" + temporary),
            "-d",
            "SSH=127.0.0.1:22")
        .connected();

    assertThat(temporary).isEmptyDirectory();
  }
}
