package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the port makes of requests. */
class RouterTest {
  @TempDir static Path folder;
  private static TestTls tls;
  private PortFixture server;

  @BeforeAll
  static void makeCertificate() {
    tls = new TestTls(folder);
  }

  @BeforeEach
  void open() throws IOException {
    server = new PortFixture(tls);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anApiRequestReachesItsHandlerWholeAndOnAVirtualThread() throws Exception {
    // Given
    BlockingQueue<Boolean> virtual = new LinkedBlockingQueue<>();
    ApiHandler echo = server.api;
    server.api =
        request -> {
          virtual.add(Thread.currentThread().isVirtual());
          return echo.handle(request);
        };

    // When
    RawConnection.Response response =
        server
            .connect()
            .sendLines(
                "POST /?a=%41 HTTP/1.1",
                "Host: localhost", "X-Twice: one", "x-twice: two", "Content-Length: 5", "", "hello")
            .readResponse();

    // Then
    ApiRequest request = server.requests.poll(20, TimeUnit.SECONDS);
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

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
  void aSignedRequestToAnyOtherPathIsTheApisToo(String method) throws Exception {
    // When
    RawConnection.Response response =
        server
            .connect()
            .sendLines(
                method + " /things/a%3Ab?x=%20 HTTP/1.1",
                "Host: localhost",
                "Authorization: AWS4",
                "Content-Length: 2",
                "",
                "hi")
            .readResponse();

    // Then
    ApiRequest request = server.requests.poll(20, TimeUnit.SECONDS);
    assertThat(request).isNotNull();
    assertThat(request.method()).isEqualTo(method);
    assertThat(request.path()).isEqualTo("/things/a%3Ab");
    assertThat(request.query()).isEqualTo("x=%20");
    assertThat(response.body()).isEqualTo("hi");
  }

  @Test
  void anUnsignedRequestToAnotherPathFindsNothing() throws Exception {
    assertThat(server.get("/things/pump-7").status()).isEqualTo(404);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aConnectionCarriesOneRequestAfterTheOther() throws Exception {
    // Given
    RawConnection connection = server.connect();

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
        server
            .connect()
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
    RawConnection.Response taken = server.post(text(1 << 20));
    RawConnection.Response tooLarge = server.post(text((1 << 20) + 1));

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
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aHandlerThatThrowsIsAnInternalFailureWithoutItsSecrets() throws Exception {
    // Given
    server.api =
        _ -> {
          throw new IllegalStateException("the token is swordfish");
        };

    // When
    RawConnection.Response response = server.post(text(1));

    // Then
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.body()).contains("InternalFailure").doesNotContain("swordfish");
  }

  @Test
  void healthAndReadinessAreTold() throws Exception {
    // When
    RawConnection.Response healthy = server.get("/healthz");
    RawConnection.Response ready = server.get("/readyz");
    server.problem = Optional.of("the store is read-only");
    RawConnection.Response notReady = server.get("/readyz");

    // Then
    assertThat(healthy.status()).isEqualTo(200);
    assertThat(ready.status()).isEqualTo(200);
    assertThat(notReady.status()).isEqualTo(503);
    assertThat(notReady.body()).isEqualTo("the store is read-only\n");
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    assertThat(server.get("/nothing").status()).isEqualTo(404);
    assertThat(server.get("/tunnel/").status()).isEqualTo(404);
    RawConnection.Response get = server.get("/");
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("allow")).contains("POST");
  }

  @Test
  void aWebSocketAnywhereElseIsABadRequest() throws Exception {
    // When
    RawConnection.Response response =
        server
            .connect()
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
    RawConnection connection = server.connect();

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
        server
            .connect()
            .sendLines("GET / HTTP/1.1", "Host: localhost", "X-Long: " + "x".repeat(20_000), "")
            .readResponse();

    // Then
    assertThat(response.status()).isEqualTo(400);
  }

  private static byte[] text(int count) {
    byte[] text = new byte[count];
    Arrays.fill(text, (byte) 'x');
    return text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz", "/", "/nothing", "/metrics", "/console/"})
  void everyAnswerThatIsNoPageIsPlainAndKeptNowhere(String path) throws Exception {
    RawConnection.Response answer = server.get(path);

    assertThat(answer.header("x-content-type-options")).contains("nosniff");
    assertThat(answer.header("cache-control")).contains("no-store");
    assertThat(answer.header("content-security-policy"))
        .contains("default-src 'none'; frame-ancestors 'none'");
    assertThat(answer.headers()).noneMatch(line -> line.startsWith("server:"));
  }

  @Test
  void theApisAnswersAreKeptNowhereEither() throws Exception {
    RawConnection.Response answer = server.post("{}".getBytes(StandardCharsets.UTF_8));

    assertThat(answer.header("x-content-type-options")).contains("nosniff");
    assertThat(answer.header("cache-control")).contains("no-store");
  }
}
