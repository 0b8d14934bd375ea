package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.TestTls;
import io.adit.server.testing.TlsMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which TLS the port speaks; {@code gateway.MqttTlsTest} asks the same of the other one. */
class TlsRulesTest {
  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir static Path folder;
  private static PortFixture server;

  @BeforeAll
  static void open() throws IOException {
    server = new PortFixture(new TestTls(folder));
    server.port().reload(TlsMatrix.Server.make().material());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("io.adit.server.testing.TlsMatrix#spoken")
  void isSpoken(TlsMatrix.Asked asked) throws IOException {
    assertThat(asked.hello().answerOf(server.port().port())).isEqualTo(asked.hello().accepted());
  }

  @ParameterizedTest
  @MethodSource("io.adit.server.testing.TlsMatrix#refused")
  void isRefused(TlsMatrix.Asked asked) throws IOException {
    assertThat(asked.hello().answerOf(server.port().port())).isEqualTo("refused");
  }

  @Test
  void aClientThatStartsAnotherHandshakeInItsConnectionIsNotAnswered(@TempDir Path other)
      throws Exception {
    // Given
    TestTls tls = new TestTls(other);
    try (PortFixture port = new PortFixture(tls);
        SSLSocket socket =
            (SSLSocket)
                tls.client()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), port.port().port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      byte[] request =
          "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(request);
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isEqualTo('H');

      // When, Then
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                in.readAllBytes();
              })
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("timed out");
    }
  }
}
