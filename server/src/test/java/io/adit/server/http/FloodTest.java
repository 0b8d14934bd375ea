package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections of a flood on a real port. */
class FloodTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private volatile boolean isFlood;

  @Test
  void aFloodIsCutBeforeTlsAndWhoCameBeforeStays(@TempDir Path folder) throws Exception {
    // Given
    TestTls tls = new TestTls(folder);
    Vertx vertx = EventLoops.start(1, network -> isFlood && network.isLoopback());
    try (TlsPort port = open(vertx, tls);
        RawConnection before = RawConnection.tls(tls.client(), port.port())) {
      // When
      isFlood = true;

      // Then
      assertThatThrownBy(() -> RawConnection.tls(tls.client(), port.port()).close())
          .isInstanceOf(IOException.class);
      assertThat(health(before)).isEqualTo(200);

      // When
      isFlood = false;

      // Then
      try (RawConnection after = RawConnection.tls(tls.client(), port.port())) {
        assertThat(health(after)).isEqualTo(200);
      }
    } finally {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(20, TimeUnit.SECONDS)
          .join();
    }
  }

  private static int health(RawConnection connection) throws IOException {
    return connection
        .sendLines("GET /healthz HTTP/1.1", "Host: localhost", "")
        .readResponse()
        .status();
  }

  private static TlsPort open(Vertx vertx, TestTls tls) throws IOException {
    return TlsPort.open(
        vertx,
        new TlsPortOptions("127.0.0.1", 0, 1, LONG, LONG, LONG),
        tls.material(),
        new Routes(
            _ -> new ApiResponse(404, Map.of(), new byte[0]),
            request -> request.refuse(503, Map.of(), "no tunnels in this test"),
            Optional::empty));
  }
}
