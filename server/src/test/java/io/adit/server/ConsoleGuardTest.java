package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.ConsoleFixture.Page;
import io.adit.server.auth.Role;
import io.adit.server.oidc.OidcOptions;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.RawConnection.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers and other sites' pages try at the console. */
class ConsoleGuardTest {
  @TempDir static Path data;
  private static ConsoleFixture console;
  private static Page ann;

  @BeforeAll
  static void start() throws Exception {
    console = new ConsoleFixture(data);
    ann = console.signedIn("ann", Role.ADMINISTRATOR);
    console.signedIn("olga", Role.OPERATOR);
    console.signedIn("victor", Role.VIEWER);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @ParameterizedTest
  @CsvSource({
    "X-Adit-Console, ''",
    "X-Adit-Console, 0",
    "Origin, ''",
    "Origin, https://evil.example",
    "Origin, null",
    "Origin, http://localhost",
    "Origin, https://localhost.evil.example",
  })
  void aRequestThatIsNoneOfOurPagesChangesNothing(String header, String value) throws Exception {
    // Given
    Map<String, String> headers = new LinkedHashMap<>(ann.headers());
    headers.remove(header);
    if (!value.isEmpty()) {
      headers.put(header, value);
    }

    // When
    Response answer =
        console.ask("POST", "/console/api/call/IoTSecuredTunneling/OpenTunnel", headers, "{}");

    // Then
    assertThat(answer.status()).isEqualTo(403);
    assertThat(ConsoleFixture.json(answer).get("error").asText()).isEqualTo("ForeignPage");
    assertThat(ConsoleFixture.json(ann.get("tunnels?status=open")).get("tunnels")).isEmpty();
  }

  @Test
  void aProviderThatCannotBeAskedLeadsBackToThePage(@TempDir Path other) throws Exception {
    // Given
    var nowhere =
        new OidcOptions(
            "https://127.0.0.1:1",
            "adit",
            null,
            "Nowhere",
            "roles",
            OidcOptions.rolesByTheirNames());

    try (var alone = new ConsoleFixture(other, options -> options.with(nowhere))) {
      // When
      Response answer = alone.ask("GET", "/console/api/oidc/start", Map.of(), null);

      // Then
      assertThat(answer.status()).isEqualTo(302);
      assertThat(answer.header("location")).contains("/console/#/sign-in?failed=provider");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data"})
  void aFormIsNoCall(String contentType) throws Exception {
    // Given
    Map<String, String> headers = new LinkedHashMap<>(ann.headers());
    headers.put("Content-Type", contentType);

    // When
    Response answer =
        console.ask("POST", "/console/api/call/IoTSecuredTunneling/OpenTunnel", headers, "{}");

    // Then
    assertThat(answer.status()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /console, 308",
    "GET, /console/, 200",
    "GET, /console/nothing.js, 404",
    "POST, /console/, 405",
    "OPTIONS, /console/, 405",
    "TRACE, /console/, 405",
    "HEAD, /console/, 200",
    "GET, /console/api/session, 401",
    "GET, /console/api/nothing, 404",
    "PUT, /console/api/session, 405",
    "HEAD, /console/api/session, 405",
    "OPTIONS, /console/api/sign-in, 405",
    "POST, /console/api/sign-in, 403",
    "GET, /console/api/events, 401",
    "GET, /console/api/oidc/start, 404",
  })
  void everyAnswerHasTheHeadersThatGuardThePage(String method, String path, int status)
      throws Exception {
    // When
    Response answer;
    try (RawConnection connection = console.connect()) {
      console.send(connection, method, path, Map.of("Connection", "close"), null);
      answer = head(connection.readToEnd());
    }

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("content-security-policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self';")
        .endsWith("frame-ancestors 'none'");
    assertThat(answer.header("x-content-type-options")).contains("nosniff");
    assertThat(answer.header("referrer-policy")).contains("no-referrer");
    assertThat(answer.header("cross-origin-opener-policy")).contains("same-origin");
    assertThat(answer.header("access-control-allow-origin")).isEmpty();
  }

  @Test
  void browsersComeBackOverTlsToRealNamesOnly() throws Exception {
    assertThat(
            console
                .ask("GET", "/console/", Map.of("Host", "adit.example.com"), null)
                .header("strict-transport-security"))
        .contains("max-age=31536000");
    for (String host : List.of("localhost:8443", "127.0.0.1", "[::1]:8443", "box.local")) {
      assertThat(
              console
                  .ask("GET", "/console/", Map.of("Host", host), null)
                  .header("strict-transport-security"))
          .as(host)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/../../../db/migration/V1__tunnels.sql",
        "/console/%2e%2e/%2e%2e/%2e%2e/db/migration/V1__tunnels.sql",
        "/console/..%2f..%2f..%2fdb/migration/V1__tunnels.sql",
        "/console/..\\..\\index.html",
        "/console/..%5cindex.html",
        "/console/%00index.html",
        "/console/index.html%00.js",
        "/console//index.html",
        "/console/./index.html",
        "/console/assets/",
        "/console/assets",
        "/console/assets/app-1a2b3c.js.gz",
        "/console/assets/%61pp-1a2b3c.js",
        "/console/.hidden.js",
        "/console/c:/index.html",
      })
  void noNameLeadsOutOfThePagesFolder(String path) throws Exception {
    assertThat(console.ask("GET", path, Map.of(), null).status()).isIn(400, 404);
  }

  @Test
  void filesAreKeptByBrowsersAsTheirNamesAllow() throws Exception {
    // When
    String script = "/console/assets/app-1a2b3c.js";
    Response page = console.ask("GET", "/console/", Map.of(), null);
    Response plain = console.ask("GET", script, Map.of(), null);
    Response packed = console.ask("GET", script, Map.of("Accept-Encoding", "br;q=1, gzip"), null);
    Response refused = console.ask("GET", script, Map.of("Accept-Encoding", "gzip;q=0"), null);
    Response kept =
        console.ask(
            "GET", script, Map.of("If-None-Match", plain.header("etag").orElseThrow()), null);

    // Then
    assertThat(page.header("content-type")).contains("text/html; charset=utf-8");
    assertThat(page.header("cache-control")).contains("no-store");
    assertThat(plain.body()).isEqualTo("plain\n");
    assertThat(plain.header("cache-control").orElse("")).contains("immutable");
    assertThat(plain.header("vary")).contains("Accept-Encoding");
    assertThat(packed.body()).isEqualTo("short\n");
    assertThat(packed.header("content-encoding")).contains("gzip");
    assertThat(packed.header("etag")).isNotEqualTo(plain.header("etag"));
    assertThat(refused.body()).isEqualTo("plain\n");
    assertThat(kept.status()).isEqualTo(304);
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() throws Exception {
    // When
    Response answer =
        console.ask(
            "POST", "/console/api/sign-in", console.stranger().headers(), "x".repeat(70_000));

    // Then
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("x-content-type-options")).contains("nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "null", "{\"user\":1}", "{\"user\":\"ann\"}", "{\"user\":", "\u0000"})
  void aBodyThatIsNoSignInIsToldSo(String body) throws Exception {
    Response answer = console.stranger().post("sign-in", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).contains("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "tunnels?from=%2B1000000000-12-31T23:59:59Z~x, 400",
    "tunnels?from=-1000000000-01-01T00:00:00Z~x, 400",
    "tunnels?from=1969-12-31T23:59:59Z~x, 400",
    "tunnels?from=2026-11-27T00:00:00Z, 400",
    "tunnels?from=~, 400",
    "tunnels?status=x, 400",
    "tunnels?from=, 200",
    "tunnels?from=9999-12-31T23:59:59Z~, 200",
    "tunnels?text=%00%25!_%ff&tag==&thing=%ed%a0%80&service=', 200",
    "things?from=%ff%00&text=%25&label=%3D, 200",
    "tunnels/%00, 404",
    "tunnels/%ff%2f.., 404",
  })
  void noParameterMakesTheServerFail(String path, int status) throws Exception {
    Response answer = ann.get(path);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void aPageTooManyIsEndedAndOnesThatEndedCountNoMore() throws Exception {
    // Given
    List<RawConnection> open = new ArrayList<>();
    Page victor = console.signIn("victor");
    try {
      openStreams(open, victor, 16);

      // When: its streams end with the session, before anything else happens.
      victor.post("sign-out", "{}");
      victor = console.signIn("victor");
      List<RawConnection> later = new ArrayList<>();
      openStreams(later, victor, 17);
      open.addAll(later);
      String tunnelId = ann.open("{}");

      // Then
      for (RawConnection events : later.subList(0, 16)) {
        assertThat(heard(events, tunnelId, "too many")).isEqualTo(tunnelId);
      }
      assertThat(heard(later.getLast(), tunnelId, "too many")).isEqualTo("too many");
      assertThat(console.ask("GET", "/console/", Map.of(), null).status()).isEqualTo(200);
      delete(tunnelId);
    } finally {
      victor.post("sign-out", "{}");
      for (RawConnection events : open) {
        events.close();
      }
    }
  }

  @Test
  void hundredsOfStreamsThatAreLeftOpenAreBoundedAndHoldNobodyUp() throws Exception {
    // Given
    List<RawConnection> open = new ArrayList<>();
    List<Page> pages = new ArrayList<>();
    int ended = 0;
    try {
      for (int user = 0; user < 17; user++) {
        Page page = console.signedIn("user" + user, Role.VIEWER);
        pages.add(page);
        openStreams(open, page, 16);
      }

      // When
      String tunnelId = ann.open("{}");
      for (RawConnection events : open) {
        ended += heard(events, tunnelId, "too many").equals("too many") ? 1 : 0;
      }

      // Then
      assertThat(ended).isEqualTo(17 * 16 - 256);
      delete(tunnelId);
    } finally {
      for (Page page : pages) {
        page.post("sign-out", "{}");
      }
      for (RawConnection events : open) {
        events.close();
      }
    }
  }

  private static void openStreams(List<RawConnection> open, Page page, int count) throws Exception {
    Map<String, String> headers = new LinkedHashMap<>(page.cookies());
    headers.put("Connection", "close");
    for (int i = 0; i < count; i++) {
      RawConnection events = console.connect();
      open.add(events);
      console.send(events, "GET", "/console/api/events", headers, null);
      assertThat(events.readResponse().status()).isEqualTo(200);
    }
  }

  /** Which of these words comes first. */
  private static String heard(RawConnection events, String... words) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    StringBuilder heard = new StringBuilder();
    while (System.nanoTime() < end) {
      heard.append((char) events.read(1)[0]);
      for (String word : words) {
        if (heard.indexOf(word) >= 0) {
          return word;
        }
      }
    }
    throw new AssertionError("none of " + List.of(words) + " in: " + heard);
  }

  private static void delete(String tunnelId) throws Exception {
    ann.post(
        "call/IoTSecuredTunneling/CloseTunnel",
        "{\"tunnelId\":\"" + tunnelId + "\",\"delete\":true}");
  }

  private static Response head(String text) {
    String[] lines = text.split("\r\n\r\n", 2)[0].split("\r\n", -1);
    List<String> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.add(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT) + lines[i].substring(colon));
    }
    return new Response(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, "");
  }
}
