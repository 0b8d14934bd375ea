package io.adit.conformance;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.OpenSshClient;
import io.adit.conformance.programs.PasswordSshServer;
import io.adit.conformance.programs.Ports;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.DeviceBlob;
import io.adit.conformance.sockets.DeviceExchange;
import io.adit.conformance.sockets.ExchangeConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the official client's acceptance scripts try, for {@code bin/localproxy}; docs/testing.md
 * has the whole list.
 */
class OfficialAcceptanceTest {
  private static final int BLOB_BYTES = 128 * 1024;

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;

  @BeforeAll
  static void startServer() {
    server = AditProcess.start(STAGE);
  }

  /** V3 is what both speak without the option. */
  @ParameterizedTest
  @ValueSource(strings = {"V1", "V2", "V3"})
  void aSourceAndADestinationConnectInEveryDialect(String dialect) throws Exception {
    // Given
    try (var device = new DeviceExchange();
        var aws = AwsSdk.client(server)) {
      var tunnel = ConnectedTunnel.open(aws, List.of("SSH"));
      var port = Ports.free();
      var device22 = "127.0.0.1:" + device.port();

      // When
      var destination =
          ProxyProcess.launchLocalproxy(
              STAGE, server, tunnel.destinationAccessToken(), "-y", dialect, "-d", device22);
      var source =
          ProxyProcess.launchLocalproxy(
              STAGE, server, tunnel.sourceAccessToken(), "-y", dialect, "-s", "" + port);
      destination.connected();
      source.connected().listeningOn(port);

      // Then
      try (var application = new ExchangeConnection(port)) {
        application.exchange(1, 8);
      }
      destination.close();
      source.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachSideMeetsAditsOwnProxy(boolean isSource) throws Exception {
    // Given
    try (var device = new DeviceExchange();
        var aws = AwsSdk.client(server)) {
      var tunnel = ConnectedTunnel.open(aws, List.of("SSH"));
      var port = Ports.free();
      var listen = new String[] {"-s", "" + port};
      var dial = new String[] {"-d", "127.0.0.1:" + device.port()};

      // When
      var destination =
          isSource
              ? ProxyProcess.launch(STAGE, server, tunnel.destinationAccessToken(), dial)
              : ProxyProcess.launchLocalproxy(STAGE, server, tunnel.destinationAccessToken(), dial);
      var source =
          isSource
              ? ProxyProcess.launchLocalproxy(STAGE, server, tunnel.sourceAccessToken(), listen)
              : ProxyProcess.launch(STAGE, server, tunnel.sourceAccessToken(), listen);
      destination.connected();
      source.connected().listeningOn(port);

      // Then
      try (var first = new ExchangeConnection(port);
          var second = new ExchangeConnection(port)) {
        first.exchange(1, 4);
        second.exchange(2, 4);
        first.exchange(3, 4);
      }
      destination.close();
      source.close();
    }
  }

  /** A service with what each end sends to the other. */
  private record Lane(String service, DeviceBlob device, byte[] blob) {}

  @Test
  void threeServicesAtOnceKeepTheirBytesApart() throws Exception {
    // Given
    var lanes = new ArrayList<Lane>();
    for (int i = 1; i <= 3; i++) {
      var device = STAGE.owns(new DeviceBlob(i, BLOB_BYTES));
      lanes.add(new Lane("SERVICE" + i, device, DeviceBlob.random(-i, BLOB_BYTES)));
    }
    var tunnel =
        ConnectedTunnel.open(
            STAGE,
            server,
            lanes.stream().collect(toMap(Lane::service, lane -> lane.device().port())));

    // When
    var seen = new ArrayList<Future<String>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var lane : lanes) {
        int port = tunnel.port(lane.service());
        seen.add(threads.submit(() -> DeviceBlob.exchangeThrough(port, lane.blob())));
      }
    }

    // Then
    var all = new ArrayList<String>();
    for (int i = 0; i < lanes.size(); i++) {
      var device = lanes.get(i).device();
      assertThat(seen.get(i).get()).isEqualTo(device.sent());
      assertThat(device.seen()).isEqualTo(DeviceBlob.sha256(lanes.get(i).blob()));
      all.addAll(List.of(device.sent(), device.seen()));
    }
    assertThat(all).as("or crossed bytes would not show").doesNotHaveDuplicates();
  }

  @Test
  @VerifiedWith(Client.OPENSSH)
  void sshLogsInWithItsPasswordAndWithNoOther() {
    // Given
    var device = PasswordSshServer.start(STAGE);
    var port = ConnectedTunnel.open(STAGE, server, Map.of("SSH", device.port())).port("SSH");
    var folder = STAGE.newFolder("ssh");

    // When
    var right =
        OpenSshClient.sshWithPassword(
            Within.seconds(60), folder, port, device.hostKey(), device.password(), "echo in");
    var wrong =
        OpenSshClient.sshWithPassword(
            Within.seconds(60), folder, port, device.hostKey(), "wrong", "echo in");

    // Then
    assertThat(right.succeeded().out()).isEqualTo("in\n");
    assertThat(wrong.exit()).isEqualTo(255);
    assertThat(wrong.err()).contains("Permission denied (password");
  }
}
