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
import io.adit.conformance.sockets.DeviceHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One connection over standard input and output. */
class StdioTest {
  private static final int FILE_MIB = 64;
  private static final int GAVE_UP = 5;
  private static final int BROKEN = 6;

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static OpenSshServer sshd;
  private static DeviceHttp web;
  private static OpenSshClient client;

  /** The source's environment for a tunnel with all services. */
  private static Map<String, String> environment;

  @BeforeAll
  static void connect() {
    server = AditProcess.start(STAGE);
    sshd = OpenSshServer.start(STAGE);
    web = STAGE.owns(new DeviceHttp("device"));
    environment = open(Map.of("SSH", sshd.port(), "WEB", web.port(), "GONE", Ports.free()));
    client = sshd.clientOver(localproxy("--stdio=SSH"), environment);
  }

  /** Opens a tunnel whose destination is there; returns what a source's program needs. */
  private static Map<String, String> open(Map<String, Integer> services) {
    try (var sdk = AwsSdk.client(server)) {
      var tunnel = ConnectedTunnel.open(sdk, List.copyOf(services.keySet()));
      ProxyProcess.launch(
              STAGE,
              server,
              tunnel.destinationAccessToken(),
              "-d",
              ConnectedTunnel.destinationMap(services))
          .connected();
      var variables = new TreeMap<>(Adit.programEnvironment());
      variables.putAll(server.environment());
      variables.put("AWSIOT_TUNNEL_ACCESS_TOKEN", tunnel.sourceAccessToken());
      // So that the next connection may use the token again.
      variables.put("AWSIOT_TUNNEL_CLIENT_TOKEN", ConnectedTunnel.newClientToken());
      return variables;
    }
  }

  private static String localproxy(String option) {
    return "'" + Adit.root().resolve("bin/localproxy") + "' " + option;
  }

  @VerifiedWith(Client.OPENSSH)
  @Test
  void sshRunsACommandOverItAndNobodyElseSaysAnything() {
    var ran = client.ssh(Within.seconds(60), "echo out; echo err >&2; exit 7");

    assertThat(ran.err()).isEqualTo("err\n");
    assertThat(ran.out()).isEqualTo("out\n");
    assertThat(ran.exit()).isEqualTo(7);
  }

  @VerifiedWith(Client.OPENSSH)
  @Test
  void scpCarriesBinaryFilesBothWays() throws IOException {
    // Given
    var folder = STAGE.newFolder("stdio");
    var original = randomFile(folder.resolve("original"));
    var onDevice = folder.resolve("on-device");
    var back = folder.resolve("back");

    // When
    client
        .scp(Within.seconds(120), original.toString(), OpenSshClient.onDevice(onDevice))
        .succeeded();
    client.scp(Within.seconds(120), OpenSshClient.onDevice(onDevice), back.toString()).succeeded();

    // Then
    assertThat(Files.mismatch(original, onDevice)).isEqualTo(-1);
    assertThat(Files.mismatch(original, back)).isEqualTo(-1);
  }

  private static Path randomFile(Path file) throws IOException {
    var bytes = new byte[FILE_MIB << 20];
    new Random(1).nextBytes(bytes);
    return Files.write(file, bytes);
  }

  @VerifiedWith(Client.OPENSSH)
  @Test
  void sshShowsWhyADeviceCannotBeReached() {
    var ran =
        sshd.clientOver(localproxy("--stdio=GONE"), environment)
            .ssh(Within.seconds(60), "echo hello");

    assertThat(ran.exit()).isEqualTo(255);
    assertThat(ran.err()).contains("refused");
  }

  @Test
  void aRequestFromAPipeGetsItsWholeReplyAndNothingElse() {
    // The input ends behind the request, and the reply comes after that.
    var request = "printf 'GET /page/9 HTTP/1.0\\r\\n\\r\\n' | ";
    var ran = Adit.shell(environment, Within.seconds(60), request + localproxy("--stdio=WEB"));

    assertThat(ran.succeeded().out()).startsWith("HTTP/1.1 200 OK").endsWith(web.page("9"));
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aReaderThatHasSeenEnoughEndsIt() {
    var request = "printf 'GET /page/9 HTTP/1.0\\r\\n\\r\\n' | ";
    var ran =
        Adit.shell(
            environment, Within.seconds(60), request + localproxy("--stdio=WEB") + " | head -c 8");

    assertThat(ran.succeeded().out()).isEqualTo("HTTP/1.1");
  }

  @Test
  void anEmptyInputEndsIt() {
    var ran =
        Adit.shell(environment, Within.seconds(60), localproxy("--stdio=WEB") + " </dev/null");

    assertThat(ran.succeeded().out()).isEmpty();
  }

  @Test
  void aServiceThatIsNotThereIsAFailureWithItsReason() {
    var ran = Adit.shell(environment, Within.seconds(60), "echo | " + localproxy("--stdio=GONE"));

    assertThat(ran.exit()).isEqualTo(BROKEN);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("refused");
  }

  @Test
  void aRelayThatIsNotThereIsGivenUp() {
    var elsewhere = new TreeMap<>(environment);
    elsewhere.put("AWSIOT_TUNNEL_ENDPOINT", "127.0.0.1:" + Ports.free());

    var ran = Adit.shell(elsewhere, Within.seconds(60), localproxy("--stdio=SSH") + " </dev/null");

    assertThat(ran.exit()).isEqualTo(GAVE_UP);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("refused");
  }

  @Test
  void oneOfSeveralServicesMustBeNamed() {
    var ran = Adit.shell(environment, Within.seconds(60), localproxy("--stdio") + " </dev/null");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("--stdio=SERVICE").contains("WEB");
  }
}
