package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.OpenSshClient;
import io.adit.conformance.programs.OpenSshServer;
import io.adit.conformance.programs.Ports;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.DeviceExchange;
import io.adit.conformance.sockets.ExchangeConnection;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.ConnectionStatus;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tag;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tunnel;
import software.amazon.awssdk.services.iotsecuretunneling.model.TunnelStatus;
import software.amazon.awssdk.services.iotsecuretunneling.model.TunnelSummary;

/** The server and the proxies when one of them is killed without warning. */
@Isolated("it says how soon all are back")
class CrashTest {
  private static final int BACK_WITHIN_SECONDS = 5;

  @AutoClose final Stage stage = new Stage();

  @VerifiedWith(Client.OPENSSH)
  @Test
  void afterAKillMidCopyTheServerKnowsAllAndTheProxiesComeBack() throws IOException {
    // Given
    var server = AditProcess.start(stage);
    var sshd = OpenSshServer.start(stage);
    var tunnel = ConnectedTunnel.open(stage, server, Map.of("SSH", sshd.port()));
    var ssh = sshd.clientThrough(tunnel.port("SSH"));
    var closed = tagAndClose(server, tunnel);
    var before = known(server);
    var copied = stage.newFolder("device").resolve("copied");
    var scp = ssh.startScp(stage, bigFile().toString(), OpenSshClient.onDevice(copied));
    awaitGrowth(copied.toFile());
    int sourcePosition = tunnel.source().running().position();
    int destinationPosition = tunnel.destination().running().position();

    // When
    server.running().kill();
    var scpExit = scp.awaitExit(Within.seconds(30));
    var again = server.startAgain(stage);
    var limit = Within.seconds(BACK_WITHIN_SECONDS);
    tunnel.source().connectedAfter(sourcePosition, limit);
    tunnel.destination().connectedAfter(destinationPosition, limit);

    // Then
    assertThat(scpExit).isNotZero();
    assertThat(ssh.ssh(Within.seconds(30), "echo back").succeeded().out()).isEqualTo("back\n");
    assertThat(known(again)).isEqualTo(before);
    assertThat(statusOf(again, closed)).isEqualTo(TunnelStatus.CLOSED);
    awaitBothConnected(again, tunnel.id());
  }

  /** Gives the tunnel tags, and closes another one, which is answered. */
  private static String tagAndClose(AditProcess server, ConnectedTunnel tunnel) {
    try (var client = AwsSdk.client(server)) {
      client.tagResource(tag ->
          tag.resourceArn(tunnel.opened().tunnelArn())
              .tags(Tag.builder().key("kept").value("yes").build()));
      var other = client.openTunnel(open -> open.description("closed before")).tunnelId();
      client.closeTunnel(close -> close.tunnelId(other));
      return other;
    }
  }

  /** What the server knows of its tunnels, but for the comings and goings of their links. */
  private static List<Tunnel> known(AditProcess server) {
    try (var client = AwsSdk.client(server)) {
      return client.listTunnels(list -> {}).tunnelSummaries().stream()
          .map(summary -> describe(client, summary.tunnelId()))
          .map(tunnel ->
              tunnel.toBuilder()
                  .sourceConnectionState(state -> {})
                  .destinationConnectionState(state -> {})
                  .lastUpdatedAt(null)
                  .build())
          .toList();
    }
  }

  private static Tunnel describe(IoTSecureTunnelingClient client, String id) {
    return client.describeTunnel(describe -> describe.tunnelId(id)).tunnel();
  }

  private static TunnelStatus statusOf(AditProcess server, String id) {
    try (var client = AwsSdk.client(server)) {
      return describe(client, id).status();
    }
  }

  private static void awaitBothConnected(AditProcess server, String id) {
    try (var client = AwsSdk.client(server)) {
      Within.seconds(20)
          .await(
              "both sides are connected",
              () ->
                  Optional.of(describe(client, id))
                      .filter(tunnel ->
                          tunnel.sourceConnectionState().status() == ConnectionStatus.CONNECTED
                              && tunnel.destinationConnectionState().status()
                                  == ConnectionStatus.CONNECTED),
              () -> describe(client, id).toString());
    }
  }

  /** A gigabyte that takes no room. */
  private Path bigFile() throws IOException {
    var file = stage.newFolder("big").resolve("file");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
    return file;
  }

  private static void awaitGrowth(File file) {
    Within.seconds(60)
        .await(
            "some megabytes have been copied",
            () -> Optional.of(file.length()).filter(length -> length > 8L << 20),
            () -> file.length() + " bytes");
  }

  @Test
  void noAnsweredCallIsLostInAKill() {
    // Given
    var server = AditProcess.start(stage);
    Set<String> answered = new HashSet<>();
    var opening =
        Thread.ofVirtual()
            .start(() -> {
              try (var client = AwsSdk.client(server)) {
                openUntilItFails(client, answered);
              }
            });
    Within.seconds(30)
        .await(
            "some tunnels are open",
            () -> Optional.of(count(answered)).filter(count -> count > 50),
            () -> count(answered) + " tunnels");

    // When
    server.running().kill();
    join(opening);
    var again = server.startAgain(stage);

    // Then
    assertThat(allIds(again)).containsAll(answered);
    assertThat(answered).hasSizeGreaterThan(50);
    var recorded = audit(again, "export", "--event", "ApiCall");
    assertThat(answered).allSatisfy(id -> assertThat(recorded).contains(id));
    assertThat(audit(again, "verify")).startsWith("OK: ");
  }

  private static String audit(AditProcess server, String... arguments) {
    List<String> all = new ArrayList<>(List.of("audit"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", server.data().toString()));
    return Adit.run(Within.seconds(60), all.toArray(String[]::new)).succeeded().out();
  }

  private static void openUntilItFails(IoTSecureTunnelingClient client, Set<String> answered) {
    try {
      while (true) {
        var id = client.openTunnel(open -> {}).tunnelId();
        synchronized (answered) {
          answered.add(id);
        }
      }
    } catch (SdkException e) {
      // The server was killed, as it should be.
      return;
    }
  }

  private static int count(Set<String> answered) {
    synchronized (answered) {
      return answered.size();
    }
  }

  private static void join(Thread thread) {
    try {
      if (!thread.join(Duration.ofSeconds(60))) {
        throw new AssertionError("the calls go on although the server was killed");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static List<String> allIds(AditProcess server) {
    var ids = new ArrayList<String>();
    try (var client = AwsSdk.client(server)) {
      var page = client.listTunnels(list -> {});
      page.tunnelSummaries().stream().map(TunnelSummary::tunnelId).forEach(ids::add);
      while (page.nextToken() != null) {
        var token = page.nextToken();
        page = client.listTunnels(list -> list.nextToken(token));
        page.tunnelSummaries().stream().map(TunnelSummary::tunnelId).forEach(ids::add);
      }
    }
    return ids;
  }

  @Test
  void aKilledProxysConnectionsEndOnTheOtherSideAndANewOneTakesItsPlace() throws IOException {
    // Given
    var server = AditProcess.start(stage);
    var exchange = stage.owns(new DeviceExchange());
    var pair = new ProxyPair(stage, server, exchange.port());
    var source = pair.startSource();
    var destination = pair.startDestination();
    var first = stage.owns(new ExchangeConnection(pair.port()));
    first.exchange(1, 4);

    // When
    destination.running().kill();
    first.awaitEnd();
    pair.startDestination();
    var second = stage.owns(new ExchangeConnection(pair.port()));
    second.exchange(2, 4);
    source.running().kill();
    Within.seconds(20)
        .await(
            "the device's connection ends",
            () -> Optional.of(exchange.connections()).filter(count -> count == 0),
            () -> exchange.connections() + " connections");
    pair.startSource();
    var third = stage.owns(new ExchangeConnection(pair.port()));

    // Then
    third.exchange(3, 4);
  }

  /** Both proxies of a tunnel, to be started again and again with what they had. */
  private record ProxyPair(
      Stage stage, AditProcess server, int port, int devicePort, List<String> tokens) {
    ProxyPair(Stage stage, AditProcess server, int devicePort) {
      this(stage, server, Ports.free(), devicePort, open(server));
    }

    private static List<String> open(AditProcess server) {
      try (var client = AwsSdk.client(server)) {
        var opened = ConnectedTunnel.open(client, List.of("XCH"));
        return List.of(
            opened.sourceAccessToken(),
            ConnectedTunnel.newClientToken(),
            opened.destinationAccessToken(),
            ConnectedTunnel.newClientToken());
      }
    }

    ProxyProcess startSource() {
      return start(tokens.get(0), tokens.get(1), "-s", "XCH=" + port).listeningOn(port);
    }

    ProxyProcess startDestination() {
      return start(tokens.get(2), tokens.get(3), "-d", "XCH=127.0.0.1:" + devicePort);
    }

    private ProxyProcess start(String token, String clientToken, String... options) {
      var variables =
          Map.of("AWSIOT_TUNNEL_ACCESS_TOKEN", token, "AWSIOT_TUNNEL_CLIENT_TOKEN", clientToken);
      return ProxyProcess.launch(stage, server, variables, options).connected();
    }
  }

  @Test
  void aServerThatStopsDropsItsLinksSoThatTheProxiesComeBack() throws IOException {
    // Given
    var server = AditProcess.start(stage);
    var exchange = stage.owns(new DeviceExchange());
    var tunnel = ConnectedTunnel.open(stage, server, Map.of("XCH", exchange.port()));
    int sourcePosition = tunnel.source().running().position();
    int destinationPosition = tunnel.destination().running().position();

    // When
    server.running().terminate();
    var exit = server.running().awaitExit(Within.seconds(30));
    server.startAgain(stage);
    var limit = Within.seconds(BACK_WITHIN_SECONDS);
    tunnel.source().connectedAfter(sourcePosition, limit);
    tunnel.destination().connectedAfter(destinationPosition, limit);

    // Then
    assertThat(exit).isIn(0, 143);
    stage.owns(new ExchangeConnection(tunnel.port("XCH"))).exchange(1, 4);
  }

  @Test
  void aSecondServerOnTheSameDataRefusesInWords() {
    // Given
    var server = AditProcess.start(stage);

    // When
    var second =
        Adit.run(
            Within.seconds(60),
            "server",
            "--port",
            "0",
            "--bind",
            "127.0.0.1",
            "--mqtt-port",
            "0",
            "--data",
            server.data().toString());

    // Then
    assertThat(second.exit()).isNotZero();
    assertThat(second.err()).contains(server.data().toString()).doesNotContain("Exception");
    assertThat(server.running().isAlive()).isTrue();
  }
}
