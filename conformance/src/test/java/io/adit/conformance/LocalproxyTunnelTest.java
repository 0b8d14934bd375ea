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
import io.adit.conformance.sockets.WebProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.ConnectionStatus;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;

/** {@code bin/localproxy} on both sides of a tunnel, told by options, files and variables. */
class LocalproxyTunnelTest {
  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static IoTSecureTunnelingClient client;
  private static DeviceExchange device;

  private Path folder;

  @BeforeAll
  static void startServer() {
    server = AditProcess.start(STAGE);
    client = STAGE.owns(AwsSdk.client(server));
    device = STAGE.owns(new DeviceExchange());
  }

  @BeforeEach
  void makeFolder() {
    folder = STAGE.newFolder("work");
  }

  private ProxyProcess source(OpenTunnelResponse tunnel, String... options) {
    return launch(tunnel.sourceAccessToken(), Map.of(), options);
  }

  private ProxyProcess destination(OpenTunnelResponse tunnel, String... options) {
    return launch(tunnel.destinationAccessToken(), Map.of(), options);
  }

  private ProxyProcess launch(String token, Map<String, String> more, String... options) {
    var variables = new TreeMap<>(server.environment());
    variables.put("AWSIOT_TUNNEL_ACCESS_TOKEN", token);
    variables.putAll(more);
    return ProxyProcess.launchLocalproxy(STAGE, folder, variables, options);
  }

  private static String toDevice() {
    return "127.0.0.1:" + device.port();
  }

  private static void exchangeThrough(int port) throws IOException {
    try (var connection = new ExchangeConnection(port)) {
      connection.exchange(port, 4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "V1, V1", "V1, V2", "V1, V3", "V2, V1", "V2, V2", "V2, V3", "V3, V1", "V3, V2", "V3, V3"
  })
  void everyTypeMeetsEveryOther(String sourceType, String destinationType) throws IOException {
    var tunnel = ConnectedTunnel.open(client, List.of("SSH"));
    destination(tunnel, "-d", toDevice(), "-y", destinationType).connected();
    int port = Ports.free();
    source(tunnel, "-s", "" + port, "-y", sourceType).connected().listeningOn(port);

    exchangeThrough(port);
    // V1 and V2 carry one connection at a time.
    Within.seconds(20)
        .await(
            "the device sees the end of the first connection",
            () -> device.connections() == 0 ? Optional.of(true) : Optional.empty(),
            () -> device.connections() + " connections");
    exchangeThrough(port);
  }

  @Test
  void theLinesThatScriptsWaitForAreThere() throws IOException {
    // Given
    var tunnel = ConnectedTunnel.open(client, List.of("SSH"));
    int port = Ports.free();
    var source = source(tunnel, "-s", "" + port).connected();
    var destination = destination(tunnel, "-d", toDevice()).connected();

    // When
    try (var first = new ExchangeConnection(port)) {
      first.exchange(1, 1);
      exchangeThrough(port);
    }
    client.closeTunnel(close -> close.tunnelId(tunnel.tunnelId()));
    assertThat(source.running().awaitExit(Within.seconds(30))).isZero();
    assertThat(destination.running().awaitExit(Within.seconds(30))).isZero();

    // Then
    var endpoint = "wss://" + server.variable("AWSIOT_TUNNEL_ENDPOINT");
    assertInOrder(
        source,
        "Running AWS IoT Secure Tunneling Local Proxy version: ",
        "Starting proxy in source mode",
        "Attempting to establish web socket connection with endpoint " + endpoint,
        "Web socket session ID: ",
        "Successfully established websocket connection with proxy server: " + endpoint,
        "Updated port mapping for v1 format: ",
        "SSH = " + port,
        "calling setup from loop",
        "Listening for new connection on port " + port,
        "creating tcp connection id 1",
        "Accepted tcp connection on port " + port + " from 127.0.0.1:",
        " sending connection start for service id: SSH connection id: 2",
        "Disconnected from: 127.0.0.1:",
        "Web socket close received. Code: 1000; Reason: ");
    assertInOrder(
        destination,
        "Starting proxy in destination mode",
        "Successfully established websocket connection with proxy server: " + endpoint,
        "Updated port mapping for v1 format: ",
        "SSH = " + toDevice(),
        "Attempting to establish tcp socket connection to: " + toDevice(),
        "Setting up dest socket with tcp connection id 1",
        "Connected to 127.0.0.1, port: " + device.port(),
        "Web socket close received. Code: 1000; Reason: ");
  }

  private static void assertInOrder(ProxyProcess proxy, String... texts) {
    var lines = proxy.running().lines();
    int at = 0;
    for (var text : texts) {
      while (at < lines.size() && !lines.get(at).contains(text)) {
        at++;
      }
      assertThat(at).as("the line with '%s' in %s", text, lines).isLessThan(lines.size());
    }
  }

  @Test
  void twoServicesComeFromOneMapping() throws IOException {
    var tunnel = ConnectedTunnel.open(client, List.of("SSH", "WEB"));
    int ssh = Ports.free();
    int web = Ports.free();
    destination(tunnel, "-d", "SSH=" + toDevice() + ", WEB=" + toDevice()).connected();
    source(tunnel, "-s", "WEB=" + web + ",SSH=" + ssh).connected().listeningOn(ssh);

    exchangeThrough(ssh);
    exchangeThrough(web);
  }

  @Test
  void aConfigurationFileSaysAllAndTheCommandLineMore() throws IOException {
    // Given
    var tunnel = ConnectedTunnel.open(client, List.of("SSH"));
    Files.writeString(
        folder.resolve("destination.ini"),
        """
        # the device
        destination-app = SSH=%s
        access-token = %s
        verbose = 3
        """
            .formatted(toDevice(), tunnel.destinationAccessToken()));
    Files.writeString(folder.resolve("source.ini"), "source-listen-port = SSH=1\nmode = src\n");

    // When
    var destination =
        ProxyProcess.launchLocalproxy(
            STAGE, folder, server.environment(), "--config", "destination.ini");
    var source = source(tunnel, "--config", "source.ini", "-s", "SSH=0");

    // Then
    awaitDestination(tunnel);
    assertThat(destination.running().text())
        .contains("destination.ini holds a token, and other users can read it")
        .doesNotContain("[info]")
        .doesNotContain(tunnel.destinationAccessToken());
    exchangeThrough(source.connected().listeningPort());
  }

  private static void awaitDestination(OpenTunnelResponse tunnel) {
    Within.seconds(30)
        .await(
            "the destination is connected",
            () ->
                Optional.of(client.describeTunnel(of -> of.tunnelId(tunnel.tunnelId())).tunnel())
                    .map(told -> told.destinationConnectionState().status())
                    .filter(ConnectionStatus.CONNECTED::equals),
            () -> "not connected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "elsewhere"})
  void aFolderOfServicesStandsForTheMapping(String name) throws IOException {
    // Given
    var tunnel = ConnectedTunnel.open(client, List.of("SSH", "WEB"));
    var deep = Files.createDirectories(folder.resolve(name).resolve("deep/er"));
    Files.writeString(deep.resolve("ssh"), "SSH = " + toDevice() + "\n");
    Files.writeString(folder.resolve(name).resolve("web.ini"), "WEB=" + toDevice() + " # too\n");

    // When
    var option = name.equals("config") ? new String[0] : new String[] {"--config-dir", name};
    destination(tunnel, concat(option, "-m", "dst")).connected();
    // The source's folder has no services: it listens anywhere.
    folder = STAGE.newFolder("source");
    int port = source(tunnel, "-m", "src").connected().listeningPort();

    // Then
    exchangeThrough(port);
  }

  private static String[] concat(String[] some, String... others) {
    var all = new ArrayList<>(List.of(some));
    all.addAll(List.of(others));
    return all.toArray(String[]::new);
  }

  @Test
  void aServiceThatTheFolderDoesNotHaveEndsADestination() throws IOException {
    var tunnel = ConnectedTunnel.open(client, List.of("SSH", "WEB"));
    Files.createDirectory(folder.resolve("config"));
    Files.writeString(folder.resolve("config/ssh"), "SSH = 22\n");

    var destination = destination(tunnel, "-m", "dst");

    assertThat(destination.running().awaitExit(Within.seconds(30))).isEqualTo(1);
    assertThat(destination.running().text())
        .contains("[fatal] Wrong configurations detected: there is no endpoint for service 'WEB'");
  }

  @Test
  void anotherServiceThanTheTunnelsEndsIt() {
    var tunnel = ConnectedTunnel.open(client, List.of("SSH"));

    var source = source(tunnel, "-s", "WEB=0");

    assertThat(source.running().awaitExit(Within.seconds(30))).isEqualTo(1);
    assertThat(source.running().text()).contains("[fatal] Wrong configurations detected: ");
  }

  @Test
  void aTokenThatIsRefusedIsNoGoodEnd() {
    var refused = launch("of-nobody", Map.of(), "-s", "0");

    assertThat(refused.running().awaitExit(Within.seconds(30))).isEqualTo(2);
    assertThat(refused.running().text())
        .contains("Proxy server rejected web socket upgrade request: (HTTP/1.1 403)");
  }

  @Test
  void settingsTakeEffect() throws IOException {
    // Given
    Files.writeString(
        folder.resolve("settings.json"),
        """
        {"tunneling": {"proxy": {
          "websocket": {"connect_retry_count": "2", "retry_delay_ms": 200},
          "message": {"max_payload_size": 100}}}}
        """);
    var tunnel = ConnectedTunnel.open(client, List.of("SSH"));
    destination(tunnel, "-d", toDevice(), "--settings-json", "settings.json").connected();
    int port =
        source(tunnel, "-s", "0", "--settings-json", "settings.json").connected().listeningPort();

    // Then: bytes in small messages
    exchangeThrough(port);

    // And: an end to the attempts
    var nowhere =
        launch(
            "t",
            Map.of("AWSIOT_TUNNEL_ENDPOINT", "127.0.0.1:" + Ports.free()),
            "-s",
            "0",
            "--settings-json",
            "settings.json");
    assertThat(nowhere.running().awaitExit(Within.seconds(30))).isEqualTo(5);
    assertThat(nowhere.running().lines())
        .filteredOn(line -> line.contains("Attempting to establish web socket connection"))
        .hasSize(3);
  }

  @Test
  void aFreePortStaysTheSameWhenTheServerWasAway() throws IOException {
    // Given
    try (var stage = new Stage()) {
      var mortal = AditProcess.start(stage);
      var variables = new TreeMap<>(mortal.environment());
      OpenTunnelResponse tunnel;
      try (var owner = AwsSdk.client(mortal)) {
        tunnel = ConnectedTunnel.open(owner, List.of("SSH"));
      }
      variables.put("AWSIOT_TUNNEL_ACCESS_TOKEN", tunnel.destinationAccessToken());
      var destination =
          ProxyProcess.launchLocalproxy(stage, folder, variables, "-d", toDevice()).connected();
      variables.put("AWSIOT_TUNNEL_ACCESS_TOKEN", tunnel.sourceAccessToken());
      var source = ProxyProcess.launchLocalproxy(stage, folder, variables, "-s", "0").connected();
      int port = source.listeningPort();
      exchangeThrough(port);

      // When
      int sourcePosition = source.running().position();
      int destinationPosition = destination.running().position();
      mortal.running().kill();
      mortal.startAgain(stage);
      source.connectedAfter(sourcePosition, Within.seconds(30));
      destination.connectedAfter(destinationPosition, Within.seconds(30));

      // Then
      exchangeThrough(port);
    }
  }

  @Test
  void aWebProxyIsTakenWhereTheEnvironmentNamesOne() throws IOException {
    // Given: "me" and "p@ss", in base64
    var webProxy = STAGE.owns(new WebProxy("Basic bWU6cEBzcw=="));
    var tunnel = ConnectedTunnel.open(client, List.of("SSH"));
    var through = Map.of("HTTPS_PROXY", "me:p%40ss@127.0.0.1:" + webProxy.port());

    // When
    var destination =
        launch(tunnel.destinationAccessToken(), through, "-d", toDevice()).connected();
    var source = launch(tunnel.sourceAccessToken(), through, "-s", "0").connected();

    // Then
    exchangeThrough(source.listeningPort());
    var endpoint = server.variable("AWSIOT_TUNNEL_ENDPOINT");
    assertThat(webProxy.requests())
        .hasSize(2)
        .allMatch(request ->
            request.startsWith("CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n".formatted(endpoint)));
    assertThat(source.running().text() + destination.running().text())
        .doesNotContain("p%40ss")
        .doesNotContain("p@ss")
        .doesNotContain("bWU6cEBzcw");
  }

  @Test
  void aWebProxyThatRefusesTheLoginIsNamedAndAskedAgain() {
    var webProxy = STAGE.owns(new WebProxy("Basic bWU6cEBzcw=="));
    var tunnel = ConnectedTunnel.open(client, List.of("SSH"));

    var source =
        launch(
            tunnel.sourceAccessToken(),
            Map.of("https_proxy", "http://me:wrong@127.0.0.1:" + webProxy.port()),
            "-s",
            "0");

    for (int position = 0, asked = 0; asked < 2; asked++) {
      source
          .running()
          .awaitLine("refuses the login in https_proxy \\(407\\)", position, Within.seconds(30));
      position = source.running().position();
    }
    assertThat(source.running().text()).doesNotContain("wrong");
  }

  @Test
  void whatNoProxyNamesIsReachedDirectly() {
    var tunnel = ConnectedTunnel.open(client, List.of("SSH"));
    var host = server.variable("AWSIOT_TUNNEL_ENDPOINT").replaceFirst(":[0-9]+$", "");

    launch(
            tunnel.sourceAccessToken(),
            Map.of("https_proxy", "http://127.0.0.1:1", "NO_PROXY", "example.com, " + host),
            "-s",
            "0")
        .connected();
  }
}
