package io.adit.peer.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseReaderTest {
  private static final String REFUSAL =
      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nreason";
  private static final String UPGRADE =
      "HTTP/1.1 101 Switching Protocols\r\nUPGRADE: WebSocket\r\nconnection: keep-alive, Upgrade\r\n\r\n";

  private final HttpResponseReader reader = new HttpResponseReader();

  @Test
  void readsARefusalByteByByte() {
    Optional<HttpResponse> response = Optional.empty();
    for (int i = 0; i < REFUSAL.length(); i++) {
      assertThat(response).isEmpty();
      response = reader.read(bytes(REFUSAL.substring(i, i + 1)));
    }

    assertThat(response.orElseThrow().status()).isEqualTo(400);
    assertThat(response.orElseThrow().reasonPhrase()).isEqualTo("Bad Request");
    assertThat(response.orElseThrow().header("content-TYPE")).contains("text/plain");
    assertThat(response.orElseThrow().body()).isEqualTo("reason");
  }

  @Test
  void leavesWhatFollowsAnUpgradeAlone() {
    HttpResponse response = reader.read(bytes(UPGRADE + "\r\n\r\nrest")).orElseThrow();

    assertThat(response.headerHolds("upgrade", "websocket")).isTrue();
    assertThat(response.headerHolds("Connection", "upgrade")).isTrue();
    assertThat(response.body()).isEmpty();
    assertThat(StandardCharsets.US_ASCII.decode(reader.rest()).toString())
        .isEqualTo("\r\n\r\nrest");
  }

  @Test
  void passesOverInterimResponses() {
    String text = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + REFUSAL;

    assertThat(reader.read(bytes(text)).orElseThrow().status()).isEqualTo(400);
  }

  @Test
  void readsABodyThatEndsWithTheConnection() {
    assertThat(reader.read(bytes("HTTP/1.1 403 Forbidden\r\n\r\nuntil the end"))).isEmpty();

    assertThat(reader.onEnd().orElseThrow().body()).isEqualTo("until the end");
  }

  @Test
  void readsAChunkedBody() {
    String text =
        "HTTP/1.1 403\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\n\r\n";

    assertThat(reader.read(bytes(text)).orElseThrow().body()).isEqualTo("hello, world");
  }

  /** "10" and an empty line look like the last chunk's end. */
  @Test
  void readsAChunkWhoseSizeEndsWithAZeroByteByByte() {
    String head = "HTTP/1.1 403\r\nTransfer-Encoding: chunked\r\n\r\n";
    String text = head + "10\r\n\r\nthe whole text\r\n0\r\n\r\n";

    Optional<HttpResponse> response = Optional.empty();
    for (int i = 0; i < text.length() && response.isEmpty(); i++) {
      response = reader.read(bytes(text.substring(i, i + 1)));
    }

    assertThat(response.orElseThrow().body()).isEqualTo("\r\nthe whole text");
  }

  @Test
  void aBodyEndsWhereItsLengthSaysWhateverFollows() {
    String text = "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nreason, and more";

    assertThat(reader.read(bytes(text)).orElseThrow().body()).isEqualTo("reason");
  }

  @Test
  void whatFollowsTheLastChunkIsNotWaitedFor() {
    String text =
        "HTTP/1.1 403\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nreason\r\n0\r\nX-Y: z\r\n\r\n.";

    assertThat(reader.read(bytes(text)).orElseThrow().body()).isEqualTo("reason");
  }

  @Test
  void cutsALongBody() {
    String text = "HTTP/1.1 403 Forbidden\r\nContent-Length: 9000\r\n\r\n" + "x".repeat(5_000);

    assertThat(reader.read(bytes(text)).orElseThrow().body()).hasSize(HttpBody.MAX_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/2 200\r\n\r\n", "\r\n\r\n"})
  void refusesWhatIsNoResponse(String text) {
    assertThatThrownBy(() -> reader.read(bytes(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no HTTP response: '");
  }

  @Test
  void refusesAnEndlessHead() {
    assertThatThrownBy(() -> reader.read(bytes("HTTP/1.1 200 OK\r\n" + "x".repeat(20_000))))
        .hasMessage("a response head of more than 16 KiB");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
