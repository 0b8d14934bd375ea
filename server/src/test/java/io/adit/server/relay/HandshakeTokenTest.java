package io.adit.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.Incident;
import io.adit.server.testing.RawConnection;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.wire.AccessToken;
import io.adit.wire.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens let a handshake in. Facts: service sheet, sections 2.2 and 2.3. */
class HandshakeTokenTest {
  private static final String CLIENT_TOKEN = "0123456789abcdef0123456789ABCDEF";

  @TempDir static Path folder;
  private static RelayFixture server;

  @BeforeAll
  static void start() throws IOException {
    RelayOptions defaults = RelayOptions.DEFAULT;
    server =
        new RelayFixture(
            folder,
            new RelayOptions(
                defaults.destinationWait(),
                defaults.limits(),
                defaults.links(),
                Set.of("https://console.example", "http://localhost:5173")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theTokenIsNotTakenFromTheQuery() throws Exception {
    // Given
    String token = server.open("SSH").source().value();

    // When, Then
    assertRefused(
        HandshakeText.of(Side.SOURCE)
            .requestLine("GET /tunnel?local-proxy-mode=source&access-token=" + token + " HTTP/1.1"),
        400,
        "Invalid access token: None was given, in header access-token or cookie"
            + " awsiot-tunnel-token");
  }

  @Test
  void twoTokensAreRefused() throws Exception {
    String text =
        "Invalid access token: More than one was given; header access-token and cookie"
            + " awsiot-tunnel-token count together";
    assertRefused(good().with("access-token: other"), 400, text);
    assertRefused(good().with("Cookie: awsiot-tunnel-token=other"), 400, text);
    assertRefused(
        HandshakeText.of(Side.SOURCE).with("Cookie: awsiot-tunnel-token=a; awsiot-tunnel-token=b"),
        400,
        text);
  }

  @Test
  void aClientTokenMustHaveItsFormAndBeAlone() throws Exception {
    String form = "Invalid client token: 32 to 128 letters, digits and hyphens are needed";
    assertRefused(good().with("client-token: short"), 400, form);
    assertRefused(good().with("client-token: " + "_".repeat(40)), 400, form);
    assertRefused(good().with("client-token: " + "a".repeat(129)), 400, form);
    assertRefused(
        good().with("client-token: " + CLIENT_TOKEN).with("client-token: " + CLIENT_TOKEN),
        400,
        "Invalid client token: More than one was given");
  }

  @Test
  void anUnknownTokenIsForbidden() throws Exception {
    assertRefused(
        HandshakeText.of(Side.SOURCE, new AccessToken("unknown")), 403, "Invalid access-token");
  }

  @Test
  void aTokenOfTheOtherSideIsForbidden() throws Exception {
    // Given
    OpenedTunnel tunnel = server.open("SSH");

    // When, Then
    assertRefused(
        HandshakeText.of(Side.SOURCE, tunnel.destination()),
        403,
        "Invalid access token: The access token belongs to the other local-proxy-mode.");
  }

  @Test
  void aUsedTokenIsRefusedInAwssWords() throws Exception {
    // Given
    AccessToken token = server.open("SSH").source();
    server.link(Side.SOURCE, token).close();

    // When, Then
    assertRefused(
        HandshakeText.of(Side.SOURCE, token),
        400,
        "Invalid access token: The access token was previously used and can not be used again.");
  }

  @Test
  void aClientTokenLetsItsTokenInAgainAndNoOtherDoes() throws Exception {
    // Given
    AccessToken token = server.open("SSH").source();
    String mine = "client-token: " + CLIENT_TOKEN + "-mine";
    server.link(HandshakeText.of(Side.SOURCE, token).with(mine)).close();

    // When, Then
    server.link(HandshakeText.of(Side.SOURCE, token).with(mine)).close();
    assertRefused(
        HandshakeText.of(Side.SOURCE, token).with("client-token: " + CLIENT_TOKEN + "-other"),
        400,
        "Invalid client token: The provided client token does not match the client token that was"
            + " previously set.");
  }

  @Test
  void aRotatedTokenIsForbiddenAndItsSuccessorIsNot() throws Exception {
    // Given
    OpenedTunnel tunnel = server.open("SSH");
    RotatedTokens rotated =
        server.registry.rotate(tunnel.tunnel().tunnelId(), ClientMode.SOURCE, null);

    // When, Then
    assertRefused(
        HandshakeText.of(Side.SOURCE, tunnel.source()),
        403,
        "Invalid access token: The access token was revoked by a rotation.");
    server.link(Side.SOURCE, Objects.requireNonNull(rotated.source())).close();
  }

  @Test
  void aClosedTunnelIsTold() throws Exception {
    // Given
    OpenedTunnel tunnel = server.open("SSH");
    server.registry.close(tunnel.tunnel().tunnelId(), false);

    // When, Then
    assertRefused(HandshakeText.of(Side.SOURCE, tunnel.source()), 400, "Tunnel is closed");
  }

  @Test
  void aRefusalOfAKnownTunnelIsRemembered() throws Exception {
    // Given
    OpenedTunnel tunnel = server.open("SSH");

    // When
    server.refused(HandshakeText.of(Side.SOURCE, tunnel.destination()));

    // Then
    Incident refusal =
        server
            .relay
            .view(tunnel.tunnel().tunnelId())
            .last(Incident.Kind.HANDSHAKE_REFUSED, Side.SOURCE)
            .orElseThrow();
    assertThat(refusal.what()).contains("other local-proxy-mode");
  }

  @Test
  void aCookieMayCarryTheToken() throws Exception {
    // Given
    String token = server.open("SSH").source().value();
    HandshakeText handshake =
        HandshakeText.of(Side.SOURCE)
            .with("Cookie: a=b; awsiot-tunnel-token=" + token + "; c=d")
            .replacing("Host: adit.example:8443")
            .with("Origin: https://ADIT.example:8443");

    // When, Then
    server.link(handshake).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://console.example", "http://localhost:5173"})
  void aCookieIsTakenFromPagesThatTheOperatorAllows(String origin) throws Exception {
    // Given
    String token = server.open("SSH").source().value();
    HandshakeText handshake =
        HandshakeText.of(Side.SOURCE)
            .with("Cookie: awsiot-tunnel-token=" + token)
            .replacing("Host: adit.example")
            .with("Origin: " + origin);

    // When, Then
    server.link(handshake).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://console.example",
        "https://console.example:444",
        "https://console.example/",
        "https://console.example.evil.example",
        "http://localhost",
        "https://adit.example.evil.example",
        "https://adit.example:444",
        "http://adit.example",
        "null",
        "https://",
        "::"
      })
  void aCookieIsNotTakenFromOtherPages(String origin) throws Exception {
    // Given
    String token = server.open("SSH").source().value();
    HandshakeText handshake =
        HandshakeText.of(Side.SOURCE)
            .with("Cookie: awsiot-tunnel-token=" + token)
            .replacing("Host: adit.example")
            .with("Origin: " + origin);

    // When, Then
    assertRefused(
        handshake,
        403,
        "Invalid origin: A token in a cookie is taken only from pages of this host, and of origins"
            + " that the server was told to allow (--allowed-origin)");
    // The token was not spent by it.
    server.link(HandshakeText.of(Side.SOURCE).with("access-token: " + token)).close();
  }

  @Test
  void anOriginDoesNotMatterToAHeaderToken() throws Exception {
    server.link(good().with("Origin: https://somewhere.example")).close();
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
