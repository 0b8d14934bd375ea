package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose end, or whose host, one reader could see elsewhere than another: none of them is
 * answered as if it were clear, and nothing behind it is read (RFC 9112, section 11.2).
 */
class SmugglingTest {
  private static final String HIDDEN = "GET /healthz HTTP/1.1\r\nHost: l\r\n\r\n";

  @TempDir static Path folder;
  private static PortFixture server;

  @BeforeAll
  static void open() throws IOException {
    server = new PortFixture(new TestTls(folder));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5|Transfer-Encoding: chunked||0||",
        "Transfer-Encoding: chunked|Content-Length: 5||0||",
        "Transfer-Encoding: xchunked|Content-Length: 5||hello",
        "Transfer-Encoding: chunked, identity||0||",
        "Transfer-Encoding: identity, chunked||0||",
        "Transfer-Encoding: gzip, chunked||0||",
        "Transfer-Encoding: chunked, chunked||0||",
        "Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity||0||",
        "Transfer-Encoding: identity|Content-Length: 5||hello",
        "Transfer-Encoding : chunked||0||",
        "Transfer-Encoding:\u000bchunked|Content-Length: 5||hello",
        "Content-Length: 5|Content-Length: 5||hello",
        "Content-Length: 5|Content-Length: 6||hello",
        "Content-Length: 5, 5||hello",
        "Content-Length: +5||hello",
        "Content-Length: 0x5||hello",
        "Content-Length:||hello",
        "X: a\nContent-Length: 5||hello",
        "X: a\rContent-Length: 5||hello",
        "X: a\u0000b|Content-Length: 0||",
        "Transfer-Encoding: chunked||5;a\nhello|0||",
        "Transfer-Encoding: chunked||5\nhello\n0\n\n",
        "Transfer-Encoding: chunked||5 |hello|0||",
        "Transfer-Encoding: chunked||0x5|hello|0||",
        "Transfer-Encoding: chunked||-5|hello|0||",
        "Transfer-Encoding: chunked||5|helloXX|0||",
        "Transfer-Encoding: chunked||5|hello0||",
        "Host: another|Content-Length: 0||",
      })
  void whatMayEndInTwoPlacesEndsTheConnection(String rest) throws Exception {
    assertThat(answer("POST / HTTP/1.1|Host: l|" + rest)).matches("(?s)(HTTP/1.1 400 .*)?");
    assertThat(server.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1||",
        "GET /healthz HTTP/1.1|Host:||",
        "GET /healthz HTTP/1.1|Host: a b||",
        "GET /healthz HTTP/1.1|Host: l/healthz||",
        "GET /healthz HTTP/1.1|Host: user@l||",
        "GET /healthz HTTP/1.1|Host: l:http||",
        "GET /healthz HTTP/1.1|Host: l:123456||",
        "GET /healthz HTTP/1.1|Host: [::1||",
        "GET /healthz HTTP/1.0|Host: a|Host: b||",
        "GET http://other/healthz HTTP/1.1|Host: l||",
        "GET https://l:1/healthz HTTP/1.1|Host: l||",
        "GET ftp://l/healthz HTTP/1.1|Host: l||",
        "GET healthz HTTP/1.1|Host: l||",
        "GET /tunnel?local-proxy-mode=source HTTP/1.1||",
      })
  void aRequestThatDoesNotSayWhomItIsForIsRefused(String request) throws Exception {
    assertThat(answer(request)).startsWith("HTTP/1.").contains(" 400 ").contains("Invalid ");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /healthz HTTP/1.1|Host: l||, 200",
    "GET /healthz HTTP/1.1|Host: adit.example.com:8443||, 200",
    "GET /healthz HTTP/1.1|Host: [::1]:8443||, 200",
    "GET /healthz HTTP/1.1|Host: my_device||, 200",
    "GET /healthz HTTP/1.0||, 200",
    "GET https://l/healthz HTTP/1.1|Host: L||, 200",
    "POST / HTTP/1.1|Host: l|Transfer-Encoding: Chunked||0||, 200",
    "POST / HTTP/1.1|Host: l|X: a|\tfolded|Content-Length: 0||, 200",
  })
  void whatIsClearIsAnswered(String request, int status) throws Exception {
    RawConnection.Response response = server.connect().send(bytes(request)).readResponse();

    assertThat(response.status()).isEqualTo(status);
    server.requests.clear();
  }

  private static String answer(String request) throws IOException {
    return server.connect().send(bytes(request + HIDDEN)).readToEnd();
  }

  /** A bar is the end of a line. */
  private static byte[] bytes(String request) {
    return request.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
