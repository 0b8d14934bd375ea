package io.adit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.server.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adit server} as a process of its own. */
class ServerCommandTest {
  @TempDir Path temp;

  @Test
  void itSaysWhereItIsAndWhatToDoNextAndStopsAtSigterm() throws Exception {
    // Given
    Path data = temp.resolve("the data");
    Process server =
        start("--port", "0", "--mqtt-port", "0", "--bind", "127.0.0.1", "--data", data.toString());
    try {
      // When
      List<String> lines = linesUntilReady(server);

      // Then
      String ready = lines.getLast();
      assertThat(ready).matches("ready endpoint=https://localhost:[0-9]+ pid=" + server.pid());
      assertThat(String.join("\n", lines))
          .contains("This is the first start")
          .contains("eval \"$(adit env --data '" + data + "')\"")
          .contains("aws iotsecuretunneling open-tunnel --destination-config services=SSH");
      assertThat(data.resolve("endpoint.json")).exists();

      // When
      server.toHandle().destroy(); // unlike Process.destroy, it leaves the streams open

      // Then
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(143);
      assertThat(data.resolve("endpoint.json")).doesNotExist();
      assertThat(new String(server.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void theLogIsJsonWithIdsAndTheSecretIsNeitherPrintedNorLogged() throws Exception {
    // Given
    Path data = temp.resolve("data");
    Process server =
        start(
            "--port",
            "0",
            "--mqtt-port",
            "off",
            "--data",
            data.toString(),
            "--verbose",
            "--log-format",
            "json");
    try {
      List<String> lines = linesUntilReady(server);
      String env = CommandRun.of("env", "--data", data.toString()).out();
      String secret =
          env.lines()
              .filter(line -> line.contains("AWS_SECRET_ACCESS_KEY='"))
              .map(line -> line.substring(line.indexOf('\'') + 1, line.lastIndexOf('\'')))
              .findFirst()
              .orElseThrow();

      // When
      HttpResponse<String> refused = ask(data, "POST", "/");
      HttpResponse<String> handshake = ask(data, "GET", "/tunnel?local-proxy-mode=source");
      server.toHandle().destroy();
      String log = new String(server.getErrorStream().readAllBytes(), UTF_8);

      // Then
      assertThat(secret).hasSize(40);
      assertThat(String.join("\n", lines) + log).doesNotContain(secret);
      List<JsonNode> entries = new ArrayList<>();
      for (String line : log.lines().toList()) {
        entries.add(new ObjectMapper().readTree(line));
      }
      assertThat(entries)
          .allSatisfy(entry -> assertThat(entry.get("level").asText()).isNotEmpty())
          .anySatisfy(entry ->
              assertThat(entry.at("/mdc/requestId").asText())
                  .isEqualTo(refused.headers().firstValue("x-amzn-RequestId").orElseThrow()))
          .anySatisfy(entry -> {
            String channelId = handshake.headers().firstValue("channel-id").orElseThrow();
            assertThat(entry.get("formattedMessage").asText())
                .startsWith("Handshake " + channelId + " from ");
            assertThat(entry.at("/kvpList/0/channelId").asText()).isEqualTo(channelId);
          });
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void whatKeepsItFromStartingIsSaidInALine() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Given
      int port = other.getLocalPort();
      Path data = temp.resolve("data");

      // When
      ProgramRun run =
          ProgramRun.end(
              start(
                  "--bind",
                  "127.0.0.1",
                  "--mqtt-port",
                  "0",
                  "--port",
                  port + "",
                  "--data",
                  data.toString()));

      // Then
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .isEqualTo(
              "adit server: Port %d is in use by another program. Choose another (--port %d), or any free one (--port 0)\n"
                  .formatted(port, port + 1));
    }
  }

  @Test
  void aCertificateThatIsNoneIsSaidInALine() throws Exception {
    // Given
    Path file = Files.writeString(temp.resolve("cert.pem"), "no certificate");
    Path data = temp.resolve("data");

    // When
    ProgramRun run =
        ProgramRun.end(
            start(
                "--port",
                "0",
                "--data",
                data.toString(),
                "--tls-cert",
                file.toString(),
                "--tls-key",
                file.toString()));

    // Then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "adit server: %s holds no certificate in PEM form (BEGIN CERTIFICATE)\n"
                .formatted(file));
  }

  private static HttpResponse<String> ask(Path data, String method, String path) throws Exception {
    RunningServer server = RunningServer.find(data).orElseThrow();
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(data)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.url() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static SSLContext trusting(Path data) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var pem = Files.newInputStream(data.resolve("ca.pem"))) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Process start(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Adit.class.getName(),
                "server"));
    command.addAll(List.of(arguments));
    return ProgramRun.start(Map.of("PATH", System.getenv("PATH")), command);
  }

  private static List<String> linesUntilReady(Process server) throws IOException {
    var lines = new ArrayList<String>();
    BufferedReader reader = server.inputReader();
    while (lines.isEmpty() || !lines.getLast().startsWith("ready ")) {
      String line = reader.readLine();
      if (line == null) {
        throw new AssertionError(
            "It ended: " + lines + new String(server.getErrorStream().readAllBytes(), UTF_8));
      }
      lines.add(line);
    }
    return lines;
  }
}
