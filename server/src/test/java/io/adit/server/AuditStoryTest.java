package io.adit.server;

import static io.adit.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.server.ConsoleFixture.Page;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.read.AuditFilter;
import io.adit.server.audit.read.AuditReader;
import io.adit.server.audit.read.AuditVerifier.Verdict;
import io.adit.server.auth.Role;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.RawConnection.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with a server is in its audit log, and no secret of theirs. */
class AuditStoryTest {
  @TempDir static Path data;
  private static ConsoleFixture console;
  private static Page ann;

  @BeforeAll
  static void start() throws Exception {
    console = new ConsoleFixture(data);
    ann = console.signedIn("ann", Role.ADMINISTRATOR);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @Test
  void aCallFromTheConsoleIsRecordedWithItsUserAndWhatItMade() throws Exception {
    String tunnelId =
        ann.open(
            "{\"description\":\"why\",\"destinationConfig\":{\"thingName\":\"pump\",\"services\":[\"SSH\"]}}");

    // It was on disk before the answer: nothing is waited for.
    JsonNode call = only(record -> record.path("tunnelId").asText().equals(tunnelId));
    assertThat(call.path("event").asText()).isEqualTo("ApiCall");
    assertThat(call.path("user").asText()).isEqualTo("ann");
    assertThat(call.path("via").asText()).isEqualTo("console");
    assertThat(call.path("address").asText()).startsWith("127.0.0.1");
    assertThat(call.path("service").asText()).isEqualTo("IoTSecuredTunneling");
    assertThat(call.path("tunnelId").asText()).isEqualTo(tunnelId);
    assertThat(call.path("thing").asText()).isEqualTo("pump");
    assertThat(call.at("/parameters/destinationConfig/services/0").asText()).isEqualTo("SSH");
    assertThat(call.at("/answer/sourceAccessToken").asText()).isEqualTo("(hidden)");
    assertThat(call.path("outcome").asText()).isEqualTo("done");
    assertThat(call.path("requestId").asText()).isNotEmpty();
    assertThat(call.path("micros").asLong()).isPositive();
  }

  @Test
  void whatWasRefusedIsRecordedWithItsError() throws Exception {
    Page vic = console.signedIn("vic", Role.VIEWER);
    vic.post("call/IoTSecuredTunneling/OpenTunnel", "{}");
    ann.post("call/IoTSecuredTunneling/CloseTunnel", "{\"tunnelId\":\"none\"}");

    JsonNode denied = await(record -> record.path("user").asText().equals("vic") && isCall(record));
    assertThat(denied.path("error").asText()).isEqualTo("AccessDeniedException");
    JsonNode missing =
        await(record -> record.path("tunnelId").asText().equals("none") && isCall(record));
    assertThat(missing.path("error").asText()).isEqualTo("ResourceNotFoundException");
    assertThat(missing.path("outcome").asText()).isEqualTo("failed");
  }

  @Test
  void signInsAndUsersAreRecorded() throws Exception {
    console.stranger().post("sign-in", "{\"user\":\"ann\",\"password\":\"wrong wrong wrong\"}");
    console
        .stranger()
        .post("sign-in", "{\"user\":\"my secret passphrase\",\"password\":\"wrong wrong wrong\"}");
    ann.post("users", "{\"user\":\"bob\",\"role\":\"viewer\",\"password\":\"bobs long password\"}");
    ann.delete("users/bob");
    console.signedIn("cleo", Role.VIEWER).post("sign-out", "{}");

    JsonNode in =
        await(
            record -> is(record, "SignIn", "done") && record.path("user").asText().equals("cleo"));
    assertThat(in.path("via").asText()).isEqualTo("password");
    JsonNode failed = await(record -> is(record, "SignIn", "failed") && record.has("claimedUser"));
    assertThat(failed.path("claimedUser").asText()).isEqualTo("ann");
    assertThat(failed.path("error").asText()).isEqualTo("WRONG");
    JsonNode created =
        only(record -> record.path("operation").asText().equals("CreateUser") && isCall(record));
    assertThat(created.path("user").asText()).isEqualTo("ann");
    assertThat(created.at("/parameters/user").asText()).isEqualTo("bob");
    await(record -> record.path("operation").asText().equals("DeleteUser"));
    await(record -> record.path("event").asText().equals("SignOut"));
    // Made in another process, as far as the server knows.
    JsonNode command = await(record -> record.at("/parameters/name").asText().equals("cleo"));
    assertThat(command.path("event").asText()).isEqualTo("Command");
    assertThat(command.path("operation").asText()).isEqualTo("CreateUser");
    assertThat(all().toString()).doesNotContain("bobs long", "wrong wrong", "my secret");
  }

  @Test
  void aHandshakeThatIsRefusedIsRecorded() throws Exception {
    try (RawConnection connection = console.connect()) {
      connection.sendLines(
          "GET /tunnel?local-proxy-mode=source HTTP/1.1",
          "Host: " + console.host(),
          "Connection: Upgrade",
          "Upgrade: websocket",
          "User-Agent: curious",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Protocol: aws.iot.securetunneling-3.0",
          "access-token: " + "A".repeat(64),
          "");
      assertThat(connection.readResponse().status()).isEqualTo(403);
    }

    JsonNode refused = await(record -> record.path("event").asText().equals("TokenRefused"));
    assertThat(refused.path("error").asText()).isEqualTo("Invalid access-token");
    assertThat(refused.path("userAgent").asText()).isEqualTo("curious");
    assertThat(refused.path("address").asText()).startsWith("127.0.0.1");
    assertThat(refused.path("channelId").asText()).isNotEmpty();
  }

  @Test
  void aDeviceThatComesAndGoesIsRecorded() throws Exception {
    // When
    ConsoleDevice device = ConsoleDevice.listening(console, ann, "valve");
    device.leave();

    // Then
    JsonNode gone = await(record -> record.path("event").asText().equals("DeviceDisconnected"));
    assertThat(gone.path("thing").asText()).isEqualTo("valve");
    assertThat(gone.path("certificateId").asText()).isEqualTo(device.certificateId());
    assertThat(gone.path("reason").asText()).isEqualTo("The device left");
    JsonNode came = only(record -> record.path("event").asText().equals("DeviceConnected"));
    assertThat(came.path("thing").asText()).isEqualTo("valve");
    assertThat(came.path("clientId").asText()).isEqualTo("valve");
    assertThat(came.path("certificateId").asText()).isEqualTo(device.certificateId());
    assertThat(came.path("address").asText()).startsWith("127.0.0.1:");
    assertThat(came.path("protocol").asText()).isEqualTo("MQTT 3.1.1");
    device.connection().close();
  }

  @Test
  void noSecretOfAWholeStoryIsAnywhereInTheFiles() throws Exception {
    Page eve = console.signedIn("eve", Role.ADMINISTRATOR);
    List<String> secrets = new ArrayList<>(List.of(ConsoleFixture.PASSWORD));
    Response opened = eve.post("call/IoTSecuredTunneling/OpenTunnel", "{}");
    JsonNode tunnel = ConsoleFixture.json(opened);
    secrets.add(tunnel.get("sourceAccessToken").asText());
    secrets.add(tunnel.get("destinationAccessToken").asText());
    String tunnelId = tunnel.get("tunnelId").asText();
    JsonNode rotated =
        ConsoleFixture.json(
            eve.post(
                "call/IoTSecuredTunneling/RotateTunnelAccessToken",
                "{\"tunnelId\":\"%s\",\"clientMode\":\"ALL\"}".formatted(tunnelId)));
    secrets.add(rotated.get("sourceAccessToken").asText());
    secrets.add(rotated.get("destinationAccessToken").asText());
    // A token where none belongs: in a description, and in a program's name.
    eve.open("{\"description\":\"%s\"}".formatted(secrets.get(1)));
    JsonNode keys =
        ConsoleFixture.json(
            eve.post("call/iot/CreateKeysAndCertificate", "{\"setAsActive\":true}"));
    Stream.of(keys.at("/keyPair/PrivateKey").asText().split("\n"))
        .filter(line -> line.length() > 40)
        .forEach(secrets::add);
    eve.post(
        "password",
        "{\"old\":\"%s\",\"new\":\"another long password\"}".formatted(ConsoleFixture.PASSWORD));
    secrets.add("another long password");
    String cookie = String.valueOf(eve.cookie());
    secrets.add(cookie.substring(cookie.indexOf("=") + 1));
    secrets.add(console.server().administrator().secret());
    await(record -> record.path("operation").asText().equals("ChangePassword"));

    assertThat(secrets).hasSizeGreaterThan(20);
    StringBuilder files = new StringBuilder();
    try (Stream<Path> parts = Files.list(data.resolve("audit"))) {
      for (Path part : parts.toList()) {
        files.append(Files.readString(part));
      }
    }
    assertThat(files.toString()).contains("CreateKeysAndCertificate", "(hidden)");
    for (String secret : secrets) {
      assertThat(secret).isNotEmpty();
      assertThat(files.toString()).doesNotContain(secret);
    }
  }

  @Test
  void theLogIsIntactAfterTheStoryAlsoWhileTheServerRuns() throws Exception {
    ann.open("{}");
    AuditArchive archive = AuditArchive.of(data);

    assertThat(archive.verify(List.of())).isInstanceOf(Verdict.Intact.class);
    console.restart();
    ann.open("{}");
    assertThat(archive.verify(List.of()))
        .isInstanceOfSatisfying(
            Verdict.Intact.class, intact -> assertThat(intact.records()).isGreaterThan(5));
  }

  @Test
  void thePageShowsTheNewestFirstAndFinds() throws Exception {
    String tunnelId = ann.open("{}");
    ann.post("call/IoTSecuredTunneling/CloseTunnel", "{\"tunnelId\":\"%s\"}".formatted(tunnelId));
    ann.open("{}");

    JsonNode found = ConsoleFixture.json(ann.get("audit?tunnel=" + tunnelId)).get("records");
    assertThat(found)
        .extracting(record -> record.get("operation").asText())
        .containsExactly("CloseTunnel", "OpenTunnel");
    JsonNode none = ConsoleFixture.json(ann.get("audit?tunnel=" + tunnelId + "&user=bob"));
    assertThat(none.get("records")).isEmpty();
    assertThat(ann.get("audit?since=yesterday").status()).isEqualTo(400);
    assertThat(ann.get("audit?before=x").status()).isEqualTo(400);
  }

  private static boolean isCall(JsonNode record) {
    return record.path("event").asText().equals("ApiCall");
  }

  private static boolean is(JsonNode record, String event, String outcome) {
    return record.path("event").asText().equals(event)
        && record.path("outcome").asText().equals(outcome);
  }

  private JsonNode only(Predicate<JsonNode> wanted) throws Exception {
    List<JsonNode> found = all().stream().filter(wanted).toList();
    assertThat(found).as(all().toString()).hasSize(1);
    return found.getFirst();
  }

  private JsonNode await(Predicate<JsonNode> wanted) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    eventually(
        "it is so",
        () -> {
          all().stream().filter(wanted).forEach(found::add);
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  private List<JsonNode> all() throws Exception {
    return new AuditReader(AuditFolder.in(data))
        .before(Long.MAX_VALUE, AuditFilter.ALL, 10_000).lines().stream()
            .map(AuditLine::tree)
            .toList();
  }
}
