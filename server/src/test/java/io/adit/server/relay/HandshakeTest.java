package io.adit.server.relay;

import static io.adit.server.testing.Messages.serviceIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.RawConnection;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.AccessToken;
import io.adit.wire.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts: service sheet, section 2.3; client sheet, sections 2.1 to 2.3. */
class HandshakeTest {
  @TempDir static Path folder;
  private static RelayFixture server;

  @BeforeAll
  static void start() throws IOException {
    server = new RelayFixture(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aGoodHandshakeIsAnsweredWithWhatClientsCheck() throws Exception {
    try (LinkClient link = server.link(good())) {
      assertThat(link.handshake().header("upgrade")).contains("websocket");
      assertThat(link.handshake().header("connection")).contains("Upgrade");
      assertThat(link.handshake().header("sec-websocket-accept")).contains(HandshakeText.ACCEPT);
      assertThat(link.handshake().header("channel-id").orElseThrow()).isNotBlank();
      assertThat(link.handshake().header("sec-websocket-extensions")).isEmpty();
    }
  }

  @Test
  void aClientThatAsksIsToldWhichOfAditsExtensionsAreInForce() throws Exception {
    try (LinkClient link = server.link(good().with("adit-extensions: resume, reset-reasons"))) {
      assertThat(link.handshake().header("adit-extensions")).contains("reset-reasons");
    }
  }

  @Test
  void whatAwsClientsAreAnsweredHasNothingOfAdits() throws Exception {
    try (LinkClient link = server.link(good())) {
      assertThat(link.handshake().header("adit-extensions")).isEmpty();
    }
    try (LinkClient link = server.link(good().with("Adit-Extensions: of-a-later-version"))) {
      assertThat(link.handshake().header("adit-extensions")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aws.iot.securetunneling-1.0, aws.iot.securetunneling-1.0",
    "aws.iot.securedtunneling-1.0, aws.iot.securedtunneling-1.0",
    "aws.iot.securetunneling-2.0, aws.iot.securetunneling-2.0",
    "aws.iot.securetunneling-3.0, aws.iot.securetunneling-3.0",
    "'other, aws.iot.securetunneling-2.0', aws.iot.securetunneling-2.0",
    "'aws.iot.securetunneling-1.0,aws.iot.securetunneling-3.0', aws.iot.securetunneling-3.0",
  })
  void theNewestOfferedSubprotocolIsEchoed(String offered, String chosen) throws Exception {
    try (LinkClient link = server.link(good().offering(offered))) {
      assertThat(link.handshake().header("sec-websocket-protocol")).contains(chosen);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws.iot.securetunneling-2.0", "aws.iot.securetunneling-3.0"})
  void newerClientsAreToldTheServicesFirst(String subprotocol) throws Exception {
    // Given
    OpenedTunnel tunnel = server.open("SSH", "HTTP");

    // When
    try (LinkClient link =
        server.link(HandshakeText.of(Side.SOURCE, tunnel.source()).offering(subprotocol))) {
      // Then
      assertThat(link.next()).isEqualTo(serviceIds("SSH", "HTTP"));
    }
  }

  @Test
  void newerClientsAreToldThatThereAreNoServices() throws Exception {
    try (LinkClient link = server.link(HandshakeText.of(Side.SOURCE, server.open().source()))) {
      assertThat(link.next()).isEqualTo(serviceIds());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws.iot.securetunneling-1.0", "aws.iot.securedtunneling-1.0"})
  void v1ClientsAreToldNothing(String subprotocol) throws Exception {
    try (LinkClient link = server.link(good().offering(subprotocol))) {
      // When
      link.sendFrame(true, LinkClient.PING, new byte[] {1});

      // Then: the answer is the first thing that comes.
      assertThat(link.nextFrame().opcode()).isEqualTo(LinkClient.PONG);
    }
  }

  @Test
  void namesOfHeadersComeInAnyCase() throws Exception {
    // Given
    String token = server.open("SSH").source().value();

    // When, Then
    try (LinkClient link =
        server.link(HandshakeText.of(Side.SOURCE).with("Access-Token: " + token))) {
      assertThat(link.next()).isEqualTo(serviceIds("SSH"));
    }
  }

  @Test
  void anExtensionIsDeclined() throws Exception {
    try (LinkClient link =
        server.link(good().with("Sec-WebSocket-Extensions: permessage-deflate"))) {
      assertThat(link.handshake().header("sec-websocket-extensions")).isEmpty();
    }
  }

  @Test
  void unknownQueryParametersAreIgnored() throws Exception {
    server.link(good().requestLine("GET /tunnel?a=1&local-proxy-mode=source&b HTTP/1.1")).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /tunnel HTTP/1.1",
        "GET /tunnel?local-proxy-mode= HTTP/1.1",
        "GET /tunnel?local-proxy-mode HTTP/1.1",
        "GET /tunnel?local-proxy-mode=Source HTTP/1.1",
        "GET /tunnel?local-proxy-mode=both HTTP/1.1",
        "GET /tunnel?local-proxy-mode=source&local-proxy-mode=source HTTP/1.1",
        "GET /tunnel?local-proxy-mode=source&local-proxy-mode=destination HTTP/1.1",
        "GET /tunnel?xlocal-proxy-mode=source HTTP/1.1"
      })
  void theModeMustBeThereOnce(String requestLine) throws Exception {
    assertRefused(
        good().requestLine(requestLine),
        400,
        "Invalid local-proxy-mode: Exactly one is needed, source or destination");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws.iot.securetunneling-4.0", "chat", ""})
  void anUnknownSubprotocolIsRefused(String offered) throws Exception {
    assertRefused(
        good().offering(offered),
        400,
        "Invalid Sec-WebSocket-Protocol: One of aws.iot.securetunneling-1.0, -2.0 and -3.0 is"
            + " needed");
  }

  @Test
  void aMissingSubprotocolIsRefused() throws Exception {
    assertThat(server.refused(good().without("Sec-WebSocket-Protocol")).status()).isEqualTo(400);
  }

  @Test
  void anythingButAWebSocketUpgradeIsRefused() throws Exception {
    String text =
        "Invalid handshake: /tunnel takes WebSocket handshakes only (GET, HTTP/1.1, Upgrade)";
    assertRefused(good().without("Upgrade"), 400, text);
    assertRefused(good().replacing("Upgrade: h2c"), 400, text);
    assertRefused(good().replacing("Connection: keep-alive"), 400, text);
    assertRefused(good().requestLine("POST /tunnel?local-proxy-mode=source HTTP/1.1"), 400, text);
    assertRefused(good().requestLine("GET /tunnel?local-proxy-mode=source HTTP/1.0"), 400, text);
  }

  @Test
  void anotherWebSocketVersionIsToldTheRightOne() throws Exception {
    // When
    RawConnection.Response response = server.refused(good().replacing("Sec-WebSocket-Version: 8"));

    // Then
    assertThat(response.status()).isEqualTo(426);
    assertThat(response.header("sec-websocket-version")).contains("13");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "c2hvcnQ=", "****************************"})
  void aKeyThatIsNoneIsRefused(String key) throws Exception {
    assertRefused(
        good().replacing("Sec-WebSocket-Key: " + key),
        400,
        "Invalid Sec-WebSocket-Key: Exactly one of 16 bytes in base64 is needed");
  }

  @Test
  void twoKeysAreRefused() throws Exception {
    assertThat(server.refused(good().with("Sec-WebSocket-Key: " + HandshakeText.KEY)).status())
        .isEqualTo(400);
  }

  @Test
  void aRequestMayHave4096BytesAndNotOneMore() throws Exception {
    server.link(good().filledTo(4096)).close();
    assertRefused(
        good().filledTo(4097),
        400,
        "Invalid handshake: The request has 4097 bytes; at most 4096 are allowed");
  }

  @Test
  void bytesBehindTheHandshakeAreNotLost() throws Exception {
    // Given: a client that does not wait for the 101.
    AccessToken token = server.open("SSH").source();
    byte[] handshake = HandshakeText.of(Side.SOURCE, token).bytes();
    byte[] ping = {(byte) 0x89, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'};

    // When
    try (RawConnection connection = server.connect()) {
      connection.send(LinkClient.join(handshake, ping));

      // Then
      assertThat(connection.readResponse().status()).isEqualTo(101);
      byte[] serviceIds = connection.read(2 + 2 + 2 + 5);
      assertThat(new String(serviceIds, StandardCharsets.ISO_8859_1)).endsWith("SSH");
      assertThat(connection.read(4)).containsExactly(0x8a, 2, 'h', 'i');
    }
  }

  private static HandshakeText good() {
    return HandshakeText.of(Side.SOURCE, server.open("SSH").source());
  }

  private static void assertRefused(HandshakeText handshake, int status, String text)
      throws IOException {
    RawConnection.Response response = server.refused(handshake);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(text);
    assertThat(response.header("x-status-reason")).contains(text);
    assertThat(response.header("content-type").orElseThrow().toLowerCase(Locale.ROOT))
        .startsWith("text/plain");
    assertThat(response.header("channel-id").orElseThrow()).isNotBlank();
  }
}
