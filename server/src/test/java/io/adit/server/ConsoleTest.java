package io.adit.server;

import static io.adit.server.ConsoleFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.adit.server.ConsoleFixture.Page;
import io.adit.server.auth.Role;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.RawConnection.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What people do at the console, as their browsers ask it. */
class ConsoleTest {
  private static final String SSH_OF_PUMP =
      "{\"description\":\"<b>\",\"destinationConfig\":{\"thingName\":\"pump-7\",\"services\":[\"SSH\"]},"
          + "\"tags\":[{\"key\":\"site\",\"value\":\"north\"}]}";

  @TempDir Path data;
  private ConsoleFixture console;

  @BeforeEach
  void start() {
    console = new ConsoleFixture(data);
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void theLinkOfTheFirstStartMakesAnAdministratorOnce() throws Exception {
    // Given
    String link = console.server().firstLink().orElseThrow();
    String code = link.substring(link.lastIndexOf('/') + 1);
    String first =
        "{\"code\":\"%s\",\"user\":\"Ann\",\"password\":\"%s\"}"
            .formatted(code, ConsoleFixture.PASSWORD);

    // When
    Response made = console.stranger().post("first", first);
    Response again = console.stranger().post("first", first.replace("Ann", "eve"));

    // Then
    assertThat(link).startsWith(console.server().endpoint().url() + "/console/#/first/");
    assertThat(made.status()).isEqualTo(204);
    assertThat(json(console.signIn("ann").get("session")).get("role").asText())
        .isEqualTo("administrator");
    assertThat(again.status()).isEqualTo(403);
  }

  @Test
  void aSessionOutlivesTheServerAndEndsWithSignOut() throws Exception {
    // Given
    Page page = console.signedIn("ann", Role.OPERATOR);

    // When
    console.restart();
    Response before = page.get("session");
    Response signedOut = page.post("sign-out", "{}");

    // Then
    assertThat(json(before).get("user").asText()).isEqualTo("ann");
    assertThat(console.server().firstLink()).isEmpty();
    assertThat(ConsoleFixture.setCookie(signedOut, "__Host-adit-session")).contains("Max-Age=0");
    assertThat(page.get("session").status()).isEqualTo(401);
  }

  @Test
  void theSessionsCookieIsOutOfReachForScriptsAndOtherSites() throws Exception {
    // Given
    console.signedIn("ann", Role.VIEWER);

    // When
    Response answer =
        console
            .stranger()
            .post("sign-in", "{\"user\":\"ann\",\"password\":\"" + ConsoleFixture.PASSWORD + "\"}");

    // Then
    assertThat(ConsoleFixture.setCookie(answer, "__Host-adit-session"))
        .matches("__Host-adit-session=[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict");
  }

  @Test
  void signingInNeverKeepsTheSecretThatTheBrowserCameWith() throws Exception {
    // Given: a secret that somebody else knows.
    Page planted = console.signedIn("eve", Role.VIEWER);
    console.signedIn("ann", Role.ADMINISTRATOR);

    // When
    Response answer =
        planted.post(
            "sign-in", "{\"user\":\"ann\",\"password\":\"" + ConsoleFixture.PASSWORD + "\"}");

    // Then
    assertThat(ConsoleFixture.cookie(answer, "__Host-adit-session")).isNotEqualTo(planted.cookie());
    assertThat(planted.get("session").status()).isEqualTo(401);
  }

  @Test
  void whoGuessesIsToldNothingAndSlowedDown() throws Exception {
    // Given
    console.signedIn("ann", Role.VIEWER);
    Page stranger = console.stranger();

    // When
    Response wrong = stranger.post("sign-in", "{\"user\":\"ann\",\"password\":\"guess\"}");
    Response unknown = stranger.post("sign-in", "{\"user\":\"nobody\",\"password\":\"guess\"}");
    Response last = wrong;
    for (int i = 0; i < 12; i++) {
      last = stranger.post("sign-in", "{\"user\":\"ann\",\"password\":\"guess" + i + "\"}");
    }

    // Then
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("retry-after").map(Integer::parseInt).orElseThrow()).isBetween(1, 30);
  }

  @Test
  void whoGuessesLocksNobodyOutWhereTheySignedInBefore() throws Exception {
    // Given
    String right = "{\"user\":\"ann\",\"password\":\"" + ConsoleFixture.PASSWORD + "\"}";
    console.signedIn("ann", Role.VIEWER);
    Response before = console.stranger().post("sign-in", right);
    Page known = new Page(console, ConsoleFixture.cookie(before, "__Host-adit-browser"));

    // When
    for (int i = 0; i < 12; i++) {
      console.stranger().post("sign-in", "{\"user\":\"ann\",\"password\":\"guess\"}");
    }

    // Then
    assertThat(ConsoleFixture.setCookie(before, "__Host-adit-browser"))
        .matches(
            "__Host-adit-browser=[\\w-]+; Path=/; Max-Age=15552000; Secure; HttpOnly; SameSite=Strict");
    assertThat(console.stranger().post("sign-in", right).status()).isEqualTo(429);
    assertThat(known.post("sign-in", right).status()).isEqualTo(204);
    assertThat(known.get("session").status()).as("it lets nobody in").isEqualTo(401);
  }

  @Test
  void aTunnelIsFoundByWhatItIsAndTellsItsHistoryAlsoAfterARestart() throws Exception {
    // Given
    Page page = console.signedIn("ann", Role.OPERATOR);
    String tunnelId = page.open(SSH_OF_PUMP);
    page.open("{}");

    // When
    for (String query :
        new String[] {
          "thing=pump-7", "service=SSH", "tag=site", "tag=site%3Dnorth", "text=NORTH"
        }) {
      var found = json(page.get("tunnels?status=open&" + query)).get("tunnels");

      // Then
      assertThat(found).as(query).hasSize(1);
      assertThat(found.get(0).get("tunnelId").asText()).isEqualTo(tunnelId);
    }
    assertThat(json(page.get("tunnels?tag=site%3Dsouth")).get("tunnels")).isEmpty();
    assertThat(json(page.get("tunnels?service=S_H")).get("tunnels")).isEmpty();
    assertThat(json(page.get("tunnels")).get("tunnels")).hasSize(2);
    console.restart();
    var shown = json(page.get("tunnels/" + tunnelId));
    assertThat(shown.get("history").findValuesAsText("what")).containsExactly("opened", "notified");
    assertThat(shown.get("history").get(0).get("detail").asText()).isEqualTo("by ann");
    assertThat(shown.get("diagnosis").get("findings")).isNotEmpty();
    assertThat(shown.get("source").get("status").asText()).isEqualTo("DISCONNECTED");
  }

  @Test
  void anOpenPageHearsWithinASecondOfATunnelAndOfItsEnd() throws Exception {
    // Given
    Page page = console.signedIn("ann", Role.OPERATOR);
    try (RawConnection events = console.connect()) {
      console.send(events, "GET", "/console/api/events", page.cookies(), null);
      readUntil(events, ": open");

      // When
      long begin = System.nanoTime();
      String tunnelId = page.open("{}");
      String heard = readUntil(events, tunnelId);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      page.post("call/IoTSecuredTunneling/CloseTunnel", "{\"tunnelId\":\"" + tunnelId + "\"}");
      String closed = readUntil(events, "\"CLOSED\"");
      page.post(
          "call/IoTSecuredTunneling/CloseTunnel",
          "{\"tunnelId\":\"" + tunnelId + "\",\"delete\":true}");

      // Then
      assertThat(closed).contains(tunnelId);
      assertThat(heard).contains("event: tunnel\ndata: {");
      assertThat(millis).isLessThan(5_000);
      assertThat(readUntil(events, "event: gone")).isNotEmpty();
    }
  }

  @Test
  void anOpenPageIsCutOffWhenItsSessionEnds() throws Exception {
    // Given
    Page page = console.signedIn("ann", Role.OPERATOR);
    try (RawConnection events = console.connect()) {
      console.send(events, "GET", "/console/api/events", page.cookies(), null);
      readUntil(events, ": open");

      // When
      page.post("sign-out", "{}");

      // Then
      events.readToEnd();
    }
  }

  @Test
  void aPageConnectsWithACookieThatOnlyTheDataPlaneSees() throws Exception {
    // Given
    Page page = console.signedIn("ann", Role.OPERATOR);
    String tunnelId = page.open(SSH_OF_PUMP);

    // When
    Response connect = page.post("tunnels/" + tunnelId + "/connect", "{\"service\":\"SSH\"}");
    String cookie = ConsoleFixture.cookie(connect, "awsiot-tunnel-token");
    Response foreign = webSocket(cookie, "https://evil.example");
    try (RawConnection link = console.connect()) {
      console.send(
          link,
          "GET",
          "/tunnel?local-proxy-mode=source",
          upgrade(cookie, "https://" + console.host()),
          null);
      Response accepted = link.readResponse();

      // Then
      assertThat(connect.body()).doesNotContain(cookie.substring(cookie.indexOf('=') + 1));
      assertThat(ConsoleFixture.setCookie(connect, "awsiot-tunnel-token"))
          .endsWith("; Path=/tunnel; Max-Age=60; Secure; HttpOnly; SameSite=Strict");
      assertThat(foreign.status()).isEqualTo(403);
      assertThat(accepted.status()).isEqualTo(101);
      String path = "tunnels/" + tunnelId + "/connect";
      Response inUse = page.post(path, "{\"service\":\"SSH\"}");
      assertThat(json(inUse).get("error").asText()).isEqualTo("SourceInUse");
      assertThat(page.post(path, "{\"service\":\"SSH\",\"takeOver\":true}").status())
          .isEqualTo(200);
      link.readToEnd();
    }
    assertThat(json(page.get("tunnels/" + tunnelId)).get("history").findValuesAsText("what"))
        .contains("connected", "rotated", "disconnected");
    assertThat(page.post("tunnels/" + tunnelId + "/connect", "{\"service\":\"VNC\"}").status())
        .isEqualTo(400);
  }

  @Test
  void noLogHoldsASecret() throws Exception {
    // Given
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    Level before = root.getLevel();
    root.setLevel(Level.DEBUG);
    root.addAppender(log);
    try {
      // When
      Page page = console.signedIn("ann", Role.ADMINISTRATOR);
      String tunnelId = page.open(SSH_OF_PUMP);
      Response connect = page.post("tunnels/" + tunnelId + "/connect", "{}");
      String cookie = ConsoleFixture.cookie(connect, "awsiot-tunnel-token");
      webSocket(cookie, "https://evil.example");
      page.post("users", "{\"user\":\"eve\",\"role\":\"viewer\",\"password\":\"hush hush hush\"}");
      page.post("sign-in", "{\"user\":\"ann\",\"password\":\"hush hush hush\"}");
      page.delete("users/Eve");
      page.post("sign-out", "{}");

      // Then
      List<String> secrets =
          List.of(
              ConsoleFixture.PASSWORD,
              "hush hush hush",
              String.valueOf(page.cookie()).split("=", -1)[1],
              cookie.split("=", -1)[1]);
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .contains(
              "ann made the user eve, viewer, from 127.0.0.1",
              "ann removed the user eve, from 127.0.0.1",
              "ann signed out from 127.0.0.1");
      for (ILoggingEvent event : List.copyOf(log.list)) {
        assertThat(event.getFormattedMessage()).doesNotContain(secrets);
      }
    } finally {
      root.detachAppender(log);
      root.setLevel(before);
    }
  }

  @Test
  void aDeviceIsEnrolledWithAllThatItsAgentNeeds() throws Exception {
    // Given
    Page page = console.signedIn("ann", Role.OPERATOR);

    // When
    var files = json(page.post("things/pump-7/enrol", "{}")).get("files");
    var things = json(page.get("things?text=PUMP")).get("things");

    // Then
    assertThat(files.get("device.pem").asText()).contains("BEGIN CERTIFICATE");
    assertThat(files.get("device.key").asText()).contains("PRIVATE KEY");
    assertThat(files.get("ca.pem").asText()).contains("BEGIN CERTIFICATE");
    assertThat(files.get("agent.yaml").asText())
        .contains(
            "thing: \"pump-7\"\nendpoint: \"" + console.host() + "\"\nmqtt: \"localhost:",
            "key: device.key\nca: ca.pem\n");
    assertThat(things.get(0).get("activeCertificates").asInt()).isEqualTo(1);
    assertThat(things.get(0).get("connected").asBoolean(true)).isFalse();
  }

  @Test
  void aNewPasswordNeedsTheOldOneAndEndsTheOtherSessions() throws Exception {
    // Given
    Page page = console.signedIn("ann", Role.VIEWER);
    Page other = console.signIn("ann");

    // When
    Response wrong = page.post("password", "{\"old\":\"guess\",\"new\":\"another horse here\"}");
    Response right =
        page.post(
            "password",
            "{\"old\":\"" + ConsoleFixture.PASSWORD + "\",\"new\":\"another horse here\"}");

    // Then
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(right.status()).isEqualTo(204);
    assertThat(page.get("session").status()).isEqualTo(200);
    assertThat(other.get("session").status()).isEqualTo(401);
  }

  private Response webSocket(String cookie, String origin) throws IOException {
    return console.ask("GET", "/tunnel?local-proxy-mode=source", upgrade(cookie, origin), null);
  }

  private static Map<String, String> upgrade(String cookie, String origin) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    headers.put("Sec-WebSocket-Version", "13");
    headers.put("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
    headers.put("Sec-WebSocket-Protocol", "aws.iot.securetunneling-3.0");
    headers.put("Cookie", cookie);
    headers.put("Origin", origin);
    return headers;
  }

  private static String readUntil(RawConnection connection, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      text.append((char) connection.read(1)[0]);
    }
    return text.toString();
  }
}
