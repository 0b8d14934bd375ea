package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.ServerOptions.Certificates;
import io.adit.server.ServerOptions.Listener;
import io.adit.server.tls.GivenCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AditServerTest {
  /**
   * Made with {@code openssl ecparam -genkey -noout} and {@code openssl req -x509}, OpenSSL 3.0.
   */
  private static final String OWN_KEY =
      """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIPdS4meh0Z9v8NaF1no3Mnvtx4nLqIU4Sm9GFmtr2WpRoAoGCCqGSM49
      AwEHoUQDQgAE/ZIWN3s8FXDUdAXVGNFIh0MtBN4MTg7BDPWe2zIzw5WfRiPyRl3W
      zis4FCc9s/SB+Xw3wPQiLpOqHl/PrR7qSg==
      -----END EC PRIVATE KEY-----
      """;

  private static final String OWN_CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBpjCCAU2gAwIBAgIUH2y3F4nx5QlJehE4AEoPtzmAwPEwCgYIKoZIzj0EAwIw
      GjEYMBYGA1UEAwwPb2xkLmV4YW1wbGUuY29tMCAXDTI2MTEyNDExMjQxMVoYDzIx
      MjYxMDMxMTEyNDExWjAaMRgwFgYDVQQDDA9vbGQuZXhhbXBsZS5jb20wWTATBgcq
      hkjOPQIBBggqhkjOPQMBBwNCAAT9khY3ezwVcNR0BdUY0UiHQy0E3gxODsEM9Z7b
      MjPDlZ9GI/JGXdbOKzgUJz2z9IH5fDfA9CIuk6oeX8+tHupKo28wbTAdBgNVHQ4E
      FgQU2GJunMLu5ilSqzaerneQU9hbFpQwHwYDVR0jBBgwFoAU2GJunMLu5ilSqzae
      rneQU9hbFpQwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgg9vbGQuZXhhbXBs
      ZS5jb20wCgYIKoZIzj0EAwIDRwAwRAIgPXh9uOlrZ0oecYsWZgI8e6SnyXDVgLiD
      k7asn45f5KwCIGRD8jaccTEXbRGAApPAHpmXsZru4cfvVK0DkrfjUN2J
      -----END CERTIFICATE-----
      """;

  @TempDir Path temp;

  @Test
  void aClientThatTrustsTheAuthorityReachesTheServer() throws Exception {
    // Given
    try (AditServer server = AditServer.start(options())) {
      RunningServer endpoint = server.endpoint();

      // Then
      assertThat(endpoint.url()).isEqualTo("https://localhost:" + endpoint.port());
      assertThat(get(endpoint, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(endpoint, "/tunnel").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aClientThatDoesNotIsNotFooled() throws Exception {
    // Given
    try (AditServer server = AditServer.start(options());
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = request(server.endpoint(), "/readyz");

      // Then
      assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void aLaterStartUsesWhatTheFirstMade() throws Exception {
    // Given
    AdministratorKey administrator;
    String authority;
    try (AditServer first = AditServer.start(options())) {
      assertThat(first.isFirstStart()).isTrue();
      administrator = first.administrator();
      authority = Files.readString(data().resolve("ca.pem"));
    }

    // When
    try (AditServer second = AditServer.start(options())) {
      // Then
      assertThat(second.isFirstStart()).isFalse();
      assertThat(second.administrator()).isEqualTo(administrator);
      assertThat(AdministratorKey.read(data())).isEqualTo(administrator);
      assertThat(data().resolve("ca.pem")).hasContent(authority);
      assertThat(get(second.endpoint(), "/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aStoppedServerIsGoneAtOnceAndLeavesNoEndpoint() throws Exception {
    // Given
    AditServer server = AditServer.start(options());
    int port = server.endpoint().port();
    try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(RunningServer.find(data())).contains(server.endpoint());

      // When
      server.close();

      // Then
      assertThat(RunningServer.find(data())).isEmpty();
      assertThat(data().resolve("endpoint.json")).doesNotExist();
      idle.setSoTimeout(10_000);
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPortInUseIsSaidAndNothingStaysBehind() throws Exception {
    // Given
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      var options = options().with(new Listener("127.0.0.1", port));

      // Then
      assertThatThrownBy(() -> AditServer.start(options))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("Port " + port + " is in use by another program")
          .hasMessageContaining("--port " + (port + 1));
    }
    AditServer.start(options()).close();
  }

  @Test
  void anAddressOfAnotherMachineIsSaid() {
    var options = options().with(new Listener("192.0.2.1", 0));

    assertThatThrownBy(() -> AditServer.start(options))
        .isInstanceOf(StartupException.class)
        .hasMessage("192.0.2.1 is no address of this machine. Choose one with --bind");
  }

  @Test
  void aDamagedDatabaseIsSaid() throws Exception {
    // Given
    AditServer.start(options()).close();
    Files.writeString(data().resolve("adit.db"), "this is no database, but long enough for one");

    // Then
    assertThatThrownBy(() -> AditServer.start(options()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(data().resolve("adit.db").toString());
  }

  @Test
  void aLostKeyFileIsSaid() throws Exception {
    // Given
    AditServer.start(options()).close();
    Files.delete(data().resolve("secret.key"));

    // Then
    assertThatThrownBy(() -> AditServer.start(options()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(data().resolve("secret.key") + " is missing");
  }

  @Test
  void theOperatorsOwnCertificateIsServedUnderItsName() throws Exception {
    // Given
    var given =
        new GivenCertificates(
            Files.writeString(temp.resolve("own.pem"), OWN_CERTIFICATE),
            Files.writeString(temp.resolve("own.key"), OWN_KEY));
    var options = options().with(new Certificates(List.of(), given));

    // When
    try (AditServer server = AditServer.start(options)) {
      // Then
      assertThat(server.endpoint().host()).isEqualTo("old.example.com");
      assertThat(server.endpoint().ca()).isEqualTo(given.certificate().toString());
      assertThat(data().resolve("ca.pem")).doesNotExist();
    }
  }

  @Test
  void aBoundAddressIsInTheCertificate() throws Exception {
    // Given
    var options = options().with(new Listener("127.0.0.2", 0));

    // When
    try (AditServer server = AditServer.start(options)) {
      // Then
      assertThat(server.endpoint().host()).isEqualTo("127.0.0.2");
      assertThat(get(server.endpoint(), "/healthz").statusCode()).isEqualTo(200);
    }
  }

  private Path data() {
    return temp.resolve("data");
  }

  private ServerOptions options() {
    return ServerOptions.defaults(data())
        .with(new Listener("127.0.0.1", 0))
        .with(ServerOptions.Mqtt.FREE);
  }

  private static HttpResponse<String> get(RunningServer endpoint, String path) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(ConsoleFixture.trusting(endpoint)).build()) {
      return client.send(request(endpoint, path), BodyHandlers.ofString());
    }
  }

  private static HttpRequest request(RunningServer endpoint, String path) {
    return HttpRequest.newBuilder(URI.create(endpoint.url() + path)).build();
  }
}
