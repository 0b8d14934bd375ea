package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.server.ServerOptions.Listener;
import io.adit.server.auth.Role;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.RawConnection.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A server with its console, and browsers that ask it. */
final class ConsoleFixture implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path data;
  private final UnaryOperator<ServerOptions> choices;
  private final Clock clock;
  private AditServer server;
  private SSLContext tls;

  ConsoleFixture(Path data) {
    this(data, options -> options);
  }

  ConsoleFixture(Path data, UnaryOperator<ServerOptions> choices) {
    this(data, choices, Clock.systemUTC());
  }

  ConsoleFixture(Path data, UnaryOperator<ServerOptions> choices, Clock clock) {
    this.data = data;
    this.choices = choices;
    this.clock = clock;
    this.server = start();
    this.tls = trusting(server.endpoint());
  }

  private AditServer start() {
    return AditServer.start(
        choices.apply(
            ServerOptions.defaults(data)
                .with(new Listener("127.0.0.1", 0))
                .with(ServerOptions.Mqtt.FREE)),
        clock);
  }

  /** Ends the server and starts another on its data. */
  void restart() {
    server.close();
    server = start();
  }

  AditServer server() {
    return server;
  }

  String host() {
    return "localhost:" + server.endpoint().port();
  }

  /** Makes a user and signs in. */
  Page signedIn(String name, Role role) throws IOException {
    try (ConsoleUsers users = ConsoleUsers.open(data)) {
      users.add(name, role, PASSWORD);
    }
    return signIn(name);
  }

  Page signIn(String name) throws IOException {
    Response answer =
        new Page(this, null)
            .post("sign-in", "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD));
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    return new Page(this, cookie(answer, "__Host-adit-session"));
  }

  Page stranger() {
    return new Page(this, null);
  }

  RawConnection connect() throws IOException {
    return RawConnection.tls(tls, server.endpoint().port());
  }

  Response ask(String method, String path, Map<String, String> headers, @Nullable String body)
      throws IOException {
    try (RawConnection connection = connect()) {
      send(connection, method, path, headers, body);
      return connection.readResponse();
    }
  }

  void send(
      RawConnection connection,
      String method,
      String path,
      Map<String, String> headers,
      @Nullable String body)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + path + " HTTP/1.1");
    if (!headers.containsKey("Host")) {
      lines.add("Host: " + host());
    }
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    if (body != null) {
      lines.add("Content-Length: " + bytes.length);
    }
    lines.add("");
    connection.sendLines(lines.toArray(String[]::new)).send(bytes);
  }

  static String cookie(Response answer, String name) {
    return setCookie(answer, name).split(";", -1)[0];
  }

  /** The whole header. */
  static String setCookie(Response answer, String name) {
    return answer.headers().stream()
        .filter(line -> line.startsWith("set-cookie: " + name + "="))
        .map(line -> line.substring("set-cookie: ".length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cookie " + name + " in " + answer));
  }

  static JsonNode json(Response answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + answer, e);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  static SSLContext trusting(RunningServer endpoint) {
    try (var pem = Files.newInputStream(Path.of(String.valueOf(endpoint.ca())))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * One of our own pages in a browser.
   *
   * @param cookie null: nobody is signed in
   */
  record Page(ConsoleFixture fixture, @Nullable String cookie) {

    Response get(String path) throws IOException {
      return fixture.ask("GET", "/console/api/" + path, cookies(), null);
    }

    Response post(String path, String json) throws IOException {
      return fixture.ask("POST", "/console/api/" + path, headers(), json);
    }

    Response delete(String path) throws IOException {
      return fixture.ask("DELETE", "/console/api/" + path, headers(), null);
    }

    /** Opens a tunnel; returns its id. */
    String open(String input) throws IOException {
      Response opened = post("call/IoTSecuredTunneling/OpenTunnel", input);
      assertThat(opened.status()).as(opened.body()).isEqualTo(200);
      return json(opened).get("tunnelId").asText();
    }

    Map<String, String> cookies() {
      return cookie == null ? Map.of() : Map.of("Cookie", cookie);
    }

    Map<String, String> headers() {
      var headers = new LinkedHashMap<>(cookies());
      headers.put("Origin", "https://" + fixture.host());
      headers.put("X-Adit-Console", "1");
      headers.put("Content-Type", "application/json");
      return headers;
    }
  }
}
