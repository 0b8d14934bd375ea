package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Finished;
import io.adit.conformance.programs.OpenSshClient;
import io.adit.conformance.programs.OpenSshServer;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenSSH's programs through one tunnel. */
@VerifiedWith(Client.OPENSSH)
class SshTunnelTest {
  private static final int FILE_MIB = 256;

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static ConnectedTunnel tunnel;
  private static OpenSshClient client;

  @BeforeAll
  static void connect() {
    server = AditProcess.start(STAGE);
    var sshd = OpenSshServer.start(STAGE);
    tunnel = ConnectedTunnel.open(STAGE, server, Map.of("SSH", sshd.port()));
    client = sshd.clientThrough(tunnel.port("SSH"));
  }

  @Test
  void sshRunsACommandOnTheDevice() {
    var ran = client.ssh(Within.seconds(60), "echo out; echo err >&2; exit 7");

    assertThat(ran.out()).isEqualTo("out\n");
    assertThat(ran.err()).isEqualTo("err\n");
    assertThat(ran.exit()).isEqualTo(7);
  }

  @Test
  void scpCarries256MebibytesBothWays() throws Exception {
    // Given
    var folder = STAGE.newFolder("scp");
    var original = randomFile(folder.resolve("original"));
    var onDevice = folder.resolve("on-device");
    var back = folder.resolve("back");

    // When
    client
        .scp(Within.seconds(120), original.toString(), OpenSshClient.onDevice(onDevice))
        .succeeded();
    client.scp(Within.seconds(120), OpenSshClient.onDevice(onDevice), back.toString()).succeeded();

    // Then
    assertThat(Files.size(onDevice)).isEqualTo((long) FILE_MIB << 20);
    assertThat(sha256(onDevice)).isEqualTo(sha256(original));
    assertThat(sha256(back)).isEqualTo(sha256(original));
  }

  private static Path randomFile(Path file) throws IOException {
    var random = new SplittableRandom(1);
    var block = new byte[1 << 20];
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < FILE_MIB; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return file;
  }

  private static String sha256(Path file) throws IOException, GeneralSecurityException {
    var digest = MessageDigest.getInstance("SHA-256");
    var block = new byte[1 << 20];
    try (var in = Files.newInputStream(file)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void sftpPutsListsAndGets() throws IOException {
    // Given
    var folder = STAGE.newFolder("sftp");
    var device = STAGE.newFolder("device");
    Files.writeString(folder.resolve("greeting"), "hello, device\n");
    var batch = folder.resolve("batch");
    Files.writeString(
        batch,
        """
        cd %s
        lcd %s
        mkdir sub
        put greeting sub/greeting
        ls sub
        get sub/greeting returned
        """
            .formatted(device, folder));

    // When
    var ran = client.sftp(Within.seconds(60), batch).succeeded();

    // Then
    assertThat(ran.out()).contains("sub/greeting");
    assertThat(folder.resolve("returned")).hasContent("hello, device\n");
    assertThat(device.resolve("sub/greeting")).hasContent("hello, device\n");
  }

  @Test
  void aSessionEndsCleanlyAndTheNextOneWorks() {
    for (int i = 0; i < 5; i++) {
      assertThat(client.ssh(Within.seconds(60), "echo session " + i).succeeded().out())
          .isEqualTo("session " + i + "\n");
    }
  }

  /** Who connected from where, to what, and how much went over it. */
  @Test
  @VerifiedWith(Client.AWS_CLI)
  void theAuditLogTellsWhoConnectedAndHowMuchTheyCarried() throws IOException {
    int bytes = 123_456;
    client.ssh(Within.seconds(60), "head -c " + bytes + " /dev/zero").succeeded();
    AwsCli.of(server)
        .ok(
            "tag-resource",
            "--resource-arn",
            tunnel.opened().tunnelArn(),
            "--tags",
            "key=a,value=b");

    var connection =
        record("ConnectionEnded", each -> each.get("bytesFromDestination").asLong() > bytes);
    assertThat(connection.get("user").asText()).isEqualTo("administrator");
    assertThat(connection.get("tunnelId").asText()).isEqualTo(tunnel.id());
    assertThat(connection.get("service").asText()).isEqualTo("SSH");
    assertThat(connection.get("bytesFromDestination").asLong()).isLessThan(bytes + 20_000L);
    assertThat(connection.get("bytesFromSource").asLong()).isBetween(1_000L, 20_000L);
    assertThat(connection.get("reason").asText()).matches("the (source|destination) closed it");
    var source = record("LinkOpened", each -> each.get("side").asText().equals("source"));
    assertThat(connection.get("source").get("channelId")).isEqualTo(source.get("channelId"));
    assertThat(connection.get("source").get("address").asText()).startsWith("127.0.0.1:");
    assertThat(connection.get("destination").get("address").asText()).startsWith("127.0.0.1:");
    var tagged = record("ApiCall", each -> each.get("operation").asText().equals("TagResource"));
    assertThat(tagged.get("userAgent").asText()).startsWith("aws-cli/");
    assertThat(tagged.get("accessKeyId").asText()).isEqualTo(server.variable("AWS_ACCESS_KEY_ID"));
    assertThat(audit("verify").out()).startsWith("OK: ");
    assertThat(audit("export").out())
        .doesNotContain(tunnel.opened().sourceAccessToken())
        .doesNotContain(tunnel.opened().destinationAccessToken());
  }

  /** The newest record of a kind that is as wanted; what is carried is on disk a moment later. */
  private static JsonNode record(String event, Predicate<JsonNode> wanted) {
    return Within.seconds(20)
        .await(
            event + " is recorded",
            () ->
                audit("tail", "--json", "--tunnel", tunnel.id(), "--event", event)
                    .out()
                    .lines()
                    .map(SshTunnelTest::json)
                    .filter(wanted)
                    .reduce((_, newest) -> newest),
            () -> audit("tail").out());
  }

  private static Finished audit(String... arguments) {
    var all = new ArrayList<>(List.of("audit"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", server.data().toString()));
    return Adit.run(Within.seconds(60), all.toArray(String[]::new)).succeeded();
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
