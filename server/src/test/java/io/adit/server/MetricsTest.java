package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.server.auth.Role;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.RawConnection.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /metrics}: who may read it, what is counted, and that what deploy/ asks for is there. */
class MetricsTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final Map<String, String> SHOWN = Map.of("Authorization", "Bearer " + TOKEN);
  private static final Path DEPLOY = Path.of("..", "deploy");

  /** Words that look like a metric's name; what Prometheus' own language has is no such word. */
  private static final Pattern NAME = Pattern.compile("\\b(adit|jvm|process|system)_[a-z0-9_]+");

  @TempDir static Path folder;
  private static ConsoleFixture server;
  private static ConsoleFixture.Page page;
  private static String thing;
  private static String tunnelId;

  @BeforeAll
  static void start() throws IOException {
    server =
        new ConsoleFixture(
            folder.resolve("data"),
            options ->
                options.with(OperationsOptions.DEFAULT.with(new OperationsOptions.Metrics(TOKEN))));
    page = server.signedIn("mallory", Role.OPERATOR);
    thing = "pump-4711";
    tunnelId =
        page.open("{\"destinationConfig\":{\"thingName\":\"pump-4711\",\"services\":[\"SSH\"]}}");
    page.post("call/IoTSecuredTunneling/DescribeTunnel", "{\"tunnelId\":\"none\"}");
    server.ask("POST", "/", Map.of("X-Amz-Target", "IoTSecuredTunneling.Nothing"), "{}");
    server.ask("GET", "/tunnel", Map.of(), null);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer 0123456789abcdef0123456789abcdeg",
        "Bearer 0123456789abcdef0123456789abcdef0",
        "Basic 0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef"
      })
  void whoDoesNotShowTheTokenSeesNothing(String authorization) throws IOException {
    Map<String, String> headers =
        authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization);

    Response answer = server.ask("GET", "/metrics", headers, null);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate")).contains("Bearer realm=\"metrics\"");
    assertThat(answer.body()).doesNotContain("adit_", TOKEN);
  }

  @Test
  void whoWritesIsToldThatMetricsAreRead() throws IOException {
    Response answer = server.ask("POST", "/metrics", SHOWN, "");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).contains("GET");
  }

  @Test
  void withoutTheOptionThereAreNone(@TempDir Path other) throws IOException {
    try (ConsoleFixture plain = new ConsoleFixture(other.resolve("data"))) {
      Response answer = plain.ask("GET", "/metrics", SHOWN, null);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body()).contains("--metrics-token-file");
    }
  }

  @Test
  void whatHappenedIsCounted() throws IOException {
    Response answer = server.ask("GET", "/metrics", SHOWN, null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.header("cache-control")).contains("no-store");
    List<String> lines = answer.body().lines().toList();
    assertThat(lines)
        .contains(
            call("OpenTunnel", "done") + " 1",
            call("DescribeTunnel", "refused") + " 1",
            "adit_api_errors_total{error=\"ResourceNotFoundException\",service=\"IoTSecuredTunneling\"} 1.0",
            "adit_handshakes_total{outcome=\"refused\",status=\"400\"} 1.0",
            "adit_tunnels_open 1.0",
            "adit_ready 1.0",
            "adit_gateway_connections 0.0",
            "adit_links{dialect=\"aws.iot.securetunneling-3.0\",side=\"source\"} 0.0");
    assertThat(value(lines, call("unknown", "refused"))).isPositive();
    assertThat(value(lines, "adit_store_commit_seconds_count")).isPositive();
    assertThat(value(lines, "adit_data_free_bytes")).isPositive();
    assertThat(value(lines, "adit_tls_certificate_expiry_timestamp_seconds"))
        .isGreaterThan(System.currentTimeMillis() / 1_000.0);
  }

  @Test
  void noLabelTellsOfATunnelAThingAUserOrAnAddress() throws IOException {
    String numbers = numbers();

    assertThat(numbers).doesNotContain(tunnelId, thing, "mallory", "127.0.0.1", TOKEN);
    // So many in all, whatever is asked: each new one is a new series for each server.
    assertThat(numbers.lines().filter(line -> line.startsWith("adit_"))).hasSizeLessThan(300);
    for (int i = 0; i < 20; i++) {
      server.ask("POST", "/", Map.of("X-Amz-Target", "IoTSecuredTunneling.Guess" + i), "{}");
    }
    assertThat(lasting(series(numbers()))).isEqualTo(lasting(series(numbers)));
  }

  /** Without those that come with the first collection of garbage, whenever that is. */
  private static Set<String> lasting(Set<String> series) {
    var lasting = new TreeSet<>(series);
    lasting.removeIf(name -> name.startsWith("jvm_gc_pause_seconds_"));
    return lasting;
  }

  @Test
  void allThatDashboardAndAlertsAskForIsThere() throws IOException {
    var asked = new TreeSet<String>();
    expressions().forEach(expression -> names(expression, asked));
    assertThat(asked).hasSizeGreaterThan(20);

    Set<String> there = series(numbers());
    // Without a collection in so short a life there is no pause yet.
    asked.remove("jvm_gc_pause_seconds_sum");
    assertThat(there).containsAll(asked);
  }

  /** Every expression of the dashboard and of the rules. */
  private static Stream<String> expressions() throws IOException {
    var all = new ArrayList<String>();
    JsonNode dashboard = new ObjectMapper().readTree(DEPLOY.resolve("grafana/adit.json").toFile());
    dashboard.findValues("expr").forEach(expression -> all.add(expression.asText()));
    for (String line : Files.readAllLines(DEPLOY.resolve("prometheus/adit.rules.yml"))) {
      if (!line.contains("description:") && !line.strip().startsWith("#")) {
        all.add(line);
      }
    }
    return all.stream();
  }

  private static void names(String expression, Set<String> names) {
    Matcher matcher = NAME.matcher(expression);
    while (matcher.find()) {
      names.add(matcher.group());
    }
  }

  private static Set<String> series(String numbers) {
    var names = new TreeSet<String>();
    numbers
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
    return names;
  }

  private static double value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  private static String call(String operation, String outcome) {
    return "adit_api_calls_seconds_count{operation=\"%s\",outcome=\"%s\",service=\"IoTSecuredTunneling\"}"
        .formatted(operation, outcome);
  }

  private static String numbers() throws IOException {
    try (RawConnection connection = server.connect()) {
      server.send(connection, "GET", "/metrics", SHOWN, null);
      return connection.readResponse().body();
    }
  }
}
