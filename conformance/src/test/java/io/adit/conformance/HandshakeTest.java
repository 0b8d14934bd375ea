package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.sockets.Handshake;
import io.adit.conformance.sockets.HttpAnswer;
import io.adit.conformance.sockets.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;

/** Who is let in on the data plane, and what the others are told. */
class HandshakeTest {
  private static final String SPENT =
      "Invalid access token: The access token was previously used and can not be used again.";
  private static final String CLIENT_TOKEN_DIFFERS =
      "Invalid client token: The provided client token does not match the client token that was"
          + " previously set.";

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static IoTSecureTunnelingClient client;

  @BeforeAll
  static void startServer() {
    server = AditProcess.start(STAGE);
    client = STAGE.owns(AwsSdk.client(server));
  }

  private static OpenTunnelResponse open() {
    return ConnectedTunnel.open(client, List.of("SSH"));
  }

  private static Handshake source(OpenTunnelResponse tunnel) {
    return Handshake.of("source", tunnel.sourceAccessToken());
  }

  private static Handshake destination(OpenTunnelResponse tunnel) {
    return Handshake.of("destination", tunnel.destinationAccessToken());
  }

  /** The reason is in both places where clients look for it. */
  private static void assertRefused(HttpAnswer answer, int status, String reason) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.body().strip()).contains(reason);
    assertThat(answer.header("x-status-reason"))
        .hasValueSatisfying(value -> assertThat(value).contains(reason));
  }

  @Test
  void aGoodTokenIsLetInAndToldItsServices() throws IOException {
    // When
    try (var link = source(open()).acceptedBy(server)) {
      var first = link.read();

      // Then: type 5 and one service id, behind their length.
      assertThat(first.opcode()).isEqualTo(Link.BINARY);
      assertThat(first.payload()).isEqualTo(new byte[] {0, 7, 8, 5, 50, 3, 'S', 'S', 'H'});
      assertThat(link.handshake().header("channel-id")).isPresent();
      assertThat(link.handshake().header("sec-websocket-accept"))
          .hasValue("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
  }

  @Test
  void aTunnelWithoutServicesSaysSoToo() throws IOException {
    // Given
    var tunnel = client.openTunnel(open -> {});

    // When
    try (var link = destination(tunnel).acceptedBy(server)) {

      // Then
      assertThat(link.read().payload()).isEqualTo(new byte[] {0, 2, 8, 5});
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws.iot.securetunneling-1.0",
        "aws.iot.securedtunneling-1.0",
        "aws.iot.securetunneling-2.0",
        "aws.iot.securetunneling-3.0"
      })
  void theOfferedSubprotocolIsAnswered(String subprotocol) throws IOException {
    try (var link = source(open()).with("Sec-WebSocket-Protocol", subprotocol).acceptedBy(server)) {
      assertThat(link.handshake().header("sec-websocket-protocol")).hasValue(subprotocol);
    }
  }

  @Test
  void aV1ClientIsNeverToldServices() throws IOException {
    // Given
    var handshake = source(open()).with("Sec-WebSocket-Protocol", "aws.iot.securetunneling-1.0");
    try (var link = handshake.acceptedBy(server)) {

      // When
      link.send(Link.PING, "1700000000000".getBytes(StandardCharsets.US_ASCII));

      // Then
      var first = link.read();
      assertThat(first.opcode()).isEqualTo(Link.PONG);
      assertThat(first.payload()).asString().isEqualTo("1700000000000");
    }
  }

  @Test
  void extensionsAreDeclined() throws IOException {
    var offering = source(open()).and("Sec-WebSocket-Extensions", "permessage-deflate");

    try (var link = offering.acceptedBy(server)) {
      assertThat(link.handshake().header("sec-websocket-extensions")).isEmpty();
    }
  }

  @Test
  void aBrowsersCookieIsAsGoodAsAHeader() throws IOException {
    // Given
    var tunnel = open();
    var cookie = "a=b; awsiot-tunnel-token=" + tunnel.sourceAccessToken() + "; c=d";

    // Then
    source(tunnel).without("access-token").and("Cookie", cookie).acceptedBy(server).close();
  }

  @Test
  void aUsedTokenIsRefused() throws IOException {
    // Given
    var tunnel = open();
    try (var first = source(tunnel).acceptedBy(server)) {

      // Then
      assertRefused(source(tunnel).refusedBy(server), 400, SPENT);
      assertThat(first.read().opcode()).isEqualTo(Link.BINARY);
    }
    assertRefused(source(tunnel).refusedBy(server), 400, SPENT);
  }

  @Test
  void aUsedTokenIsNotRevivedByAClientToken() throws IOException {
    // Given
    var tunnel = open();
    source(tunnel).acceptedBy(server).close();

    // Then
    assertRefused(
        source(tunnel).and("client-token", ConnectedTunnel.newClientToken()).refusedBy(server),
        400,
        SPENT);
  }

  @Test
  void withItsClientTokenATokenComesBackAndReplacesItsOldLink() throws IOException {
    // Given
    var handshake = source(open()).and("client-token", ConnectedTunnel.newClientToken());
    try (var first = handshake.acceptedBy(server)) {

      // When
      try (var second = handshake.acceptedBy(server)) {

        // Then
        assertThat(first.readClose().closeCode()).isEqualTo(1008);
        assertThat(second.read().opcode()).isEqualTo(Link.BINARY);
      }
    }
  }

  @Test
  void anotherClientTokenIsRefused() throws IOException {
    // Given
    var tunnel = open();
    var bound = source(tunnel).and("client-token", ConnectedTunnel.newClientToken());
    bound.acceptedBy(server).close();

    // Then
    assertRefused(
        bound.with("client-token", ConnectedTunnel.newClientToken()).refusedBy(server),
        400,
        CLIENT_TOKEN_DIFFERS);
    assertRefused(source(tunnel).refusedBy(server), 400, SPENT);
  }

  @Test
  void aMalformedClientTokenIsRefusedAndSpendsNothing() throws IOException {
    // Given
    var tunnel = open();

    // Then
    assertThat(source(tunnel).and("client-token", "short").refusedBy(server).status())
        .isEqualTo(400);
    assertThat(
            source(tunnel)
                .and("client-token", ConnectedTunnel.newClientToken())
                .and("client-token", ConnectedTunnel.newClientToken())
                .refusedBy(server)
                .status())
        .isEqualTo(400);
    source(tunnel).acceptedBy(server).close();
  }

  @Test
  void aRotatedTokenIsRefusedAndItsLinkEnds() throws IOException {
    // Given
    var tunnel = open();
    try (var link = source(tunnel).acceptedBy(server)) {

      // When
      var rotated =
          client.rotateTunnelAccessToken(
              rotate -> rotate.tunnelId(tunnel.tunnelId()).clientMode("ALL"));

      // Then
      assertThat(link.readClose().closeCode()).isEqualTo(1008);
      assertRefused(source(tunnel).refusedBy(server), 403, "rotation");
      assertRefused(destination(tunnel).refusedBy(server), 403, "rotation");
      Handshake.of("source", rotated.sourceAccessToken()).acceptedBy(server).close();
      Handshake.of("destination", rotated.destinationAccessToken()).acceptedBy(server).close();
    }
  }

  @Test
  void rotatingOneSideLeavesTheOtherAlone() throws IOException {
    // Given
    var tunnel = open();
    try (var destination = destination(tunnel).acceptedBy(server)) {
      assertThat(destination.read().opcode()).isEqualTo(Link.BINARY);

      // When
      client.rotateTunnelAccessToken(
          rotate -> rotate.tunnelId(tunnel.tunnelId()).clientMode("SOURCE"));
      destination.send(Link.PING, new byte[] {'1'});

      // Then
      assertThat(destination.read().opcode()).isEqualTo(Link.PONG);
    }
  }

  @Test
  void aTokenOfTheOtherModeIsRefusedAndNotSpent() throws IOException {
    // Given
    var tunnel = open();

    // Then
    assertRefused(
        Handshake.of("source", tunnel.destinationAccessToken()).refusedBy(server),
        403,
        "local-proxy-mode");
    destination(tunnel).acceptedBy(server).close();
  }

  @Test
  void twoTokensAreRefusedAndNotSpent() throws IOException {
    // Given
    var tunnel = open();
    var token = tunnel.sourceAccessToken();

    // Then
    assertThat(
            source(tunnel).and("Cookie", "awsiot-tunnel-token=" + token).refusedBy(server).status())
        .isEqualTo(400);
    assertThat(source(tunnel).and("access-token", token).refusedBy(server).status()).isEqualTo(400);
    source(tunnel).acceptedBy(server).close();
  }

  @Test
  void aClosedTunnelsLinksEndAndItsTokensAreRefused() throws IOException {
    // Given
    var tunnel = open();
    try (var link = source(tunnel).acceptedBy(server)) {

      // When
      client.closeTunnel(close -> close.tunnelId(tunnel.tunnelId()));

      // Then
      assertThat(link.readClose().closeCode()).isEqualTo(1000);
      assertRefused(destination(tunnel).refusedBy(server), 400, "Tunnel is closed");
    }
  }

  @Test
  void aTokenThatWasNeverGivenOutIsRefused() throws IOException {
    assertRefused(
        Handshake.of("source", "A".repeat(43)).refusedBy(server), 403, "Invalid access-token");
  }

  @Test
  void aHandshakeThatIsNoneIsRefusedAndSpendsNothing() throws IOException {
    // Given
    var tunnel = open();
    var good = source(tunnel);

    // Then
    for (var bad :
        List.of(
            good.target("/"),
            good.target("/tunnels?local-proxy-mode=source"),
            good.target("/tunnel"),
            good.target("/tunnel?local-proxy-mode=both"),
            good.without("access-token"),
            good.without("Sec-WebSocket-Protocol"),
            good.with("Sec-WebSocket-Protocol", "aws.iot.securetunneling-4.0"),
            good.with("Sec-WebSocket-Version", "8"),
            good.without("Sec-WebSocket-Key"),
            good.with("Sec-WebSocket-Key", "short"),
            good.without("Upgrade"),
            good.and("X-Long", "x".repeat(4096)))) {
      assertThat(bad.refusedBy(server).status()).as("%s", bad).isBetween(400, 499);
    }
    good.acceptedBy(server).close();
  }
}
