package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsPortTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String ESTABLISHED = "01";

  @TempDir static Path folder;
  private static TestTls tls;

  private final BlockingQueue<ApiRequest> requests = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private volatile ApiHandler api =
      request -> {
        requests.add(request);
        return new ApiResponse(200, Map.of("Content-Type", "text/plain"), request.body());
      };
  private volatile Optional<String> problem = Optional.empty();
  private Vertx vertx;
  private TlsPort port;

  @BeforeAll
  static void makeCertificate() {
    tls = new TestTls(folder);
  }

  @BeforeEach
  void open() throws IOException {
    vertx = EventLoops.start(2);
    port = open(LONG, LONG, LONG);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable connection : opened) {
      connection.close();
    }
    port.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void anApiRequestReachesItsHandlerWholeAndOnAVirtualThread() throws Exception {
    // Given
    BlockingQueue<Boolean> virtual = new LinkedBlockingQueue<>();
    ApiHandler echo = api;
    api =
        request -> {
          virtual.add(Thread.currentThread().isVirtual());
          return echo.handle(request);
        };

    // When
    RawConnection.Response response =
        connect()
            .sendLines(
                "POST /?a=%41 HTTP/1.1",
                "Host: localhost", "X-Twice: one", "x-twice: two", "Content-Length: 5", "", "hello")
            .readResponse();

    // Then
    ApiRequest request = requests.poll(20, TimeUnit.SECONDS);
    assertThat(request).isNotNull();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/");
    assertThat(request.query()).isEqualTo("a=%41");
    assertThat(request.headers()).containsEntry("x-twice", List.of("one", "two"));
    assertThat(request.remoteAddress()).isEqualTo("127.0.0.1");
    assertThat(virtual.take()).isTrue();
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("hello");
    assertThat(response.header("x-amzn-requestid")).contains(request.requestId());
  }

  @Test
  void aConnectionCarriesOneRequestAfterTheOther() throws Exception {
    // Given
    RawConnection connection = connect();

    // When
    List<String> bodies = new ArrayList<>();
    for (String body : List.of("one", "two", "six")) {
      bodies.add(
          connection
              .sendLines("POST / HTTP/1.1", "Host: localhost", "Content-Length: 3", "", body)
              .readResponse()
              .body());
      // The line's own end is no request; it is passed over.
    }

    // Then
    assertThat(bodies).containsExactly("one", "two", "six");
  }

  @Test
  void aChunkedBodyArrivesWhole() throws Exception {
    // When
    RawConnection.Response response =
        connect()
            .sendLines(
                "POST / HTTP/1.1",
                "Host: localhost",
                "Transfer-Encoding: chunked",
                "",
                "3",
                "abc",
                "4",
                "defg",
                "0",
                "")
            .readResponse();

    // Then
    assertThat(response.body()).isEqualTo("abcdefg");
  }

  @Test
  void aBodyOfOneMebibyteIsTakenAndOneByteMoreIsNot() throws Exception {
    // When
    RawConnection.Response taken = postBytes(1 << 20);
    RawConnection.Response tooLarge = postBytes((1 << 20) + 1);

    // Then
    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.body()).hasSize(1 << 20);
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.header("content-type")).contains("application/x-amz-json-1.1");
    assertThat(tooLarge.header("x-amzn-requestid")).isPresent();
    assertThat(tooLarge.body())
        .isEqualTo(
            "{\"__type\":\"RequestEntityTooLargeException\",\"message\":\"The request body is"
                + " larger than 1048576 bytes\"}");
    assertThat(requests).hasSize(1);
  }

  @Test
  void aHandlerThatThrowsIsAnInternalFailureWithoutItsSecrets() throws Exception {
    // Given
    api =
        _ -> {
          throw new IllegalStateException("the token is swordfish");
        };

    // When
    RawConnection.Response response = postBytes(1);

    // Then
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.body()).contains("InternalFailure").doesNotContain("swordfish");
  }

  @Test
  void healthAndReadinessAreTold() throws Exception {
    // When
    RawConnection.Response healthy = get("/healthz");
    RawConnection.Response ready = get("/readyz");
    problem = Optional.of("the store is read-only");
    RawConnection.Response notReady = get("/readyz");

    // Then
    assertThat(healthy.status()).isEqualTo(200);
    assertThat(ready.status()).isEqualTo(200);
    assertThat(notReady.status()).isEqualTo(503);
    assertThat(notReady.body()).isEqualTo("the store is read-only\n");
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    assertThat(get("/nothing").status()).isEqualTo(404);
    assertThat(get("/tunnel/").status()).isEqualTo(404);
    RawConnection.Response get = get("/");
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("allow")).contains("POST");
  }

  @Test
  void aWebSocketAnywhereElseIsABadRequest() throws Exception {
    // When
    RawConnection.Response response =
        connect()
            .sendLines(
                "GET /elsewhere HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: upgrade",
                "")
            .readResponse();

    // Then
    assertThat(response.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001 nonsense\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
      })
  void malformedRequestsGetAShortAnswerAndTheEnd(String request) throws Exception {
    // Given
    RawConnection connection = connect();

    // When
    RawConnection.Response response =
        connection.send(request.getBytes(StandardCharsets.ISO_8859_1)).readResponse();

    // Then
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body())
        .hasSizeLessThan(100)
        .doesNotContain("xception")
        .doesNotContain("at io.");
    assertThat(connection.isAtEnd()).isTrue();
  }

  @Test
  void tooLongAHeadIsMalformed() throws Exception {
    // When
    RawConnection.Response response =
        connect()
            .sendLines("GET / HTTP/1.1", "Host: localhost", "X-Long: " + "x".repeat(20_000), "")
            .readResponse();

    // Then
    assertThat(response.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothTlsVersionsAreSpoken(String version) throws Exception {
    // Given
    RawConnection connection = RawConnection.tls(tls.client(), port.port(), version);
    opened.add(connection);

    // When
    RawConnection.Response response =
        connection.sendLines("GET /healthz HTTP/1.1", "Host: localhost", "").readResponse();

    // Then
    assertThat(response.status()).isEqualTo(200);
  }

  @Test
  void plainHttpOnTheTlsPortIsClosed() throws Exception {
    // Given
    RawConnection connection = plain();

    // When
    connection.sendLines("GET / HTTP/1.1", "Host: localhost", "");

    // Then: an alert of TLS may come, and then the end.
    assertThat(endsSoon(connection)).isTrue();
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    // Given
    reopen(SHORT, LONG, LONG);

    // When
    RawConnection silentTcp = plain();
    RawConnection silentTls = connect();
    RawConnection halfHead = connect().sendLines("POST / HTTP/1.1", "Host: localhost");

    // Then
    assertThat(endsSoon(silentTcp)).isTrue();
    assertThat(silentTls.isAtEnd()).isTrue();
    assertThat(halfHead.isAtEnd()).isTrue();
  }

  @Test
  void aBodyThatDoesNotComeEndsItsConnection() throws Exception {
    // Given
    reopen(SHORT, SHORT, LONG);

    // When
    RawConnection connection =
        connect().sendLines("POST / HTTP/1.1", "Host: localhost", "Content-Length: 9", "", "abc");

    // Then
    assertThat(connection.isAtEnd()).isTrue();
    assertThat(requests).isEmpty();
  }

  @Test
  void aConnectionWithoutARequestForLongIsClosed() throws Exception {
    // Given
    reopen(SHORT, LONG, SHORT);
    RawConnection connection = connect();

    // When
    connection.sendLines("GET /healthz HTTP/1.1", "Host: localhost", "").readResponse();

    // Then
    assertThat(connection.isAtEnd()).isTrue();
  }

  @Test
  void aConnectionWhoseBodyWasTooLargeMayNotStayForEverEither() throws Exception {
    // Given
    reopen(SHORT, LONG, SHORT);
    int tooMany = ApiExchange.MAX_BODY_BYTES + 1;
    RawConnection connection =
        connect().sendLines("POST / HTTP/1.1", "Host: localhost", "Content-Length: " + tooMany, "");

    // When
    RawConnection.Response response = connection.send(new byte[tooMany]).readResponse();

    // Then
    assertThat(response.status()).isEqualTo(413);
    assertThat(connection.isAtEnd()).isTrue();
  }

  /** A peer that lost its power says nothing for ever; its link would hold its side till then. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theKernelAsksSilentPeersWhetherTheyAreStillThere() throws Exception {
    // Given
    RawConnection connection = connect();
    connection.sendLines("GET /healthz HTTP/1.1", "Host: localhost", "").readResponse();

    // When: columns are number, own address, other address, state, queues, timer.
    String own = ":%04X".formatted(port.port());
    List<String> timers = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.strip().split(" +", -1);
        if (columns[1].endsWith(own) && columns[3].equals(ESTABLISHED)) {
          timers.add(columns[5]);
        }
      }
    }

    // Then: 02 is the keepalive timer; it is due in hundredths of a second.
    assertThat(timers)
        .isNotEmpty()
        .allSatisfy(timer -> {
          assertThat(timer).startsWith("02:");
          assertThat(Integer.parseInt(timer.substring(3), 16)).isLessThan(2 * 60 * 100);
        });
  }

  @Test
  void anotherCertificateIsServedToNewConnections(@TempDir Path otherFolder) throws Exception {
    // Given
    TestTls other = new TestTls(otherFolder);
    RawConnection before = connect();

    // When
    port.reload(other.material());

    // Then
    RawConnection after = RawConnection.tls(other.client(), port.port());
    opened.add(after);
    for (RawConnection connection : List.of(before, after)) {
      assertThat(
              connection
                  .sendLines("GET /healthz HTTP/1.1", "Host: localhost", "")
                  .readResponse()
                  .status())
          .isEqualTo(200);
    }
    assertThatThrownBy(() -> RawConnection.tls(tls.client(), port.port()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    // When, Then
    assertThatThrownBy(() ->
            TlsPort.open(
                vertx, TlsPortOptions.at("127.0.0.1", port.port()), tls.material(), routes()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + port.port())
        .hasMessageContaining("in use");
  }

  @Test
  void closingEndsEveryConnection() throws Exception {
    // Given
    RawConnection idle = connect();
    idle.sendLines("GET /healthz HTTP/1.1", "Host: localhost", "").readResponse();

    // When
    port.close();

    // Then
    assertThat(idle.isAtEnd()).isTrue();
    assertThatThrownBy(this::plain).isInstanceOf(IOException.class);
  }

  private TlsPort open(Duration handshake, Duration body, Duration idle) throws IOException {
    TlsPortOptions options = new TlsPortOptions("127.0.0.1", 0, 2, handshake, body, idle);
    return TlsPort.open(vertx, options, tls.material(), routes());
  }

  private void reopen(Duration handshake, Duration body, Duration idle) throws IOException {
    port.close();
    port = open(handshake, body, idle);
  }

  private Routes routes() {
    return new Routes(
        request -> api.handle(request),
        request -> request.refuse(503, Map.of(), "no tunnels in this test"),
        () -> problem);
  }

  private RawConnection connect() throws IOException {
    RawConnection connection = RawConnection.tls(tls.client(), port.port());
    opened.add(connection);
    return connection;
  }

  private RawConnection plain() throws IOException {
    RawConnection connection = RawConnection.plain(port.port());
    opened.add(connection);
    return connection;
  }

  private RawConnection.Response get(String path) throws IOException {
    return connect().sendLines("GET " + path + " HTTP/1.1", "Host: localhost", "").readResponse();
  }

  private RawConnection.Response postBytes(int count) throws IOException {
    byte[] body = new byte[count];
    new Random(1).nextBytes(body);
    for (int i = 0; i < count; i++) {
      body[i] &= 0x7f;
    }
    byte[] head =
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + count + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(head, head.length + count);
    System.arraycopy(body, 0, whole, head.length, count);
    return connect().send(whole).readResponse();
  }

  private static boolean endsSoon(RawConnection connection) throws IOException {
    for (int i = 0; i < 100; i++) {
      if (connection.isAtEnd()) {
        return true;
      }
    }
    return false;
  }
}
