package io.adit.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.TlsMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which TLS the port for devices speaks: the same as {@code http.TlsRulesTest} has it. */
class MqttTlsTest {
  @TempDir static Path folder;
  private static GatewayFixture fixture;
  private static GatewayFixture reloaded;

  @BeforeAll
  static void open() throws IOException {
    fixture = new GatewayFixture(Files.createDirectory(folder.resolve("first")));
    reloaded = new GatewayFixture(Files.createDirectory(folder.resolve("second")));
    reloaded.gateway().reload(TlsMatrix.Server.make().material());
  }

  @AfterAll
  static void close() throws IOException {
    fixture.close();
    reloaded.close();
  }

  @ParameterizedTest
  @MethodSource("io.adit.server.testing.TlsMatrix#spoken")
  void isSpoken(TlsMatrix.Asked asked) throws IOException {
    assertThat(asked.hello().answerOf(reloaded.gateway().port()))
        .isEqualTo(asked.hello().accepted());
  }

  @ParameterizedTest
  @MethodSource("io.adit.server.testing.TlsMatrix#refused")
  void isRefused(TlsMatrix.Asked asked) throws IOException {
    assertThat(asked.hello().answerOf(reloaded.gateway().port())).isEqualTo("refused");
    assertThat(asked.hello().answerOf(fixture.gateway().port())).isEqualTo("refused");
  }
}
