package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port itself: TLS, patience, certificates, opening and closing. */
class TlsPortTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofMinutes(1);

  // As the kernel's tables have them.
  private static final String ESTABLISHED = "01";
  private static final String KEEPALIVE = "02:";

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

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothTlsVersionsAreSpoken(String version) throws Exception {
    // Given
    RawConnection connection = server.connect(version);

    // When
    RawConnection.Response response =
        connection.sendLines("GET /healthz HTTP/1.1", "Host: localhost", "").readResponse();

    // Then
    assertThat(response.status()).isEqualTo(200);
  }

  @Test
  void plainHttpOnTheTlsPortIsClosed() throws Exception {
    // Given
    RawConnection connection = server.plain();

    // When
    connection.sendLines("GET / HTTP/1.1", "Host: localhost", "");

    // Then: an alert of TLS may come, and then the end.
    assertThat(endsSoon(connection)).isTrue();
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    // Given
    server.reopen(SHORT, LONG, LONG);

    // When
    RawConnection silentTcp = server.plain();
    RawConnection silentTls = server.connect();
    RawConnection halfHead = server.connect().sendLines("POST / HTTP/1.1", "Host: localhost");

    // Then
    assertThat(endsSoon(silentTcp)).isTrue();
    assertThat(silentTls.isAtEnd()).isTrue();
    assertThat(halfHead.isAtEnd()).isTrue();
  }

  @Test
  void aBodyThatDoesNotComeEndsItsConnection() throws Exception {
    // Given
    server.reopen(SHORT, SHORT, LONG);

    // When
    RawConnection connection =
        server
            .connect()
            .sendLines("POST / HTTP/1.1", "Host: localhost", "Content-Length: 9", "", "abc");

    // Then
    assertThat(connection.isAtEnd()).isTrue();
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aConnectionWithoutARequestForLongIsClosed() throws Exception {
    // Given
    server.reopen(SHORT, LONG, SHORT);
    RawConnection connection = server.connect();

    // When
    connection.sendLines("GET /healthz HTTP/1.1", "Host: localhost", "").readResponse();

    // Then
    assertThat(connection.isAtEnd()).isTrue();
  }

  @Test
  void aConnectionWhoseBodyWasTooLargeMayNotStayForEverEither() throws Exception {
    // Given
    server.reopen(SHORT, LONG, SHORT);
    int tooMany = ApiExchange.MAX_BODY_BYTES + 1;
    RawConnection connection =
        server
            .connect()
            .sendLines("POST / HTTP/1.1", "Host: localhost", "Content-Length: " + tooMany, "");

    // When
    RawConnection.Response response = connection.send(new byte[tooMany]).readResponse();

    // Then
    assertThat(response.status()).isEqualTo(413);
    assertThat(connection.isAtEnd()).isTrue();
  }

  /** A peer that lost its power says nothing for ever; its link would hold its side till then. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theKernelAsksSilentPeersWhetherTheyAreStillThere() throws Exception {
    // Given
    RawConnection connection = server.connect();
    connection.sendLines("GET /healthz HTTP/1.1", "Host: localhost", "").readResponse();
    // Brings the receipt for the response, whose timer stands in the keepalive's place until then.
    connection.send(new byte[] {'G'});

    // When: until the last answer is acknowledged, another timer runs.
    List<String> timers = timers();
    for (long start = System.nanoTime();
        timers.stream().anyMatch(timer -> !timer.startsWith(KEEPALIVE))
            && System.nanoTime() - start < SHORT.toNanos(); ) {
      LockSupport.parkNanos(1_000_000);
      timers = timers();
    }

    // Then: it is due in hundredths of a second.
    assertThat(timers)
        .isNotEmpty()
        .allSatisfy(timer -> {
          assertThat(timer).startsWith(KEEPALIVE);
          assertThat(Integer.parseInt(timer.substring(KEEPALIVE.length()), 16))
              .isLessThan(2 * 60 * 100);
        });
  }

  /** The timers of the server's connections: number, own address, other address, state, queues. */
  private List<String> timers() throws IOException {
    String own = ":%04X".formatted(server.port().port());
    List<String> timers = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.strip().split(" +", -1);
        if (columns[1].endsWith(own) && columns[3].equals(ESTABLISHED)) {
          timers.add(columns[5]);
        }
      }
    }
    return timers;
  }

  @Test
  void anotherCertificateIsServedToNewConnections(@TempDir Path otherFolder) throws Exception {
    // Given
    TestTls other = new TestTls(otherFolder);
    RawConnection before = server.connect();

    // When
    server.port().reload(other.material());

    // Then
    RawConnection after = server.connect(other);
    for (RawConnection connection : List.of(before, after)) {
      assertThat(
              connection
                  .sendLines("GET /healthz HTTP/1.1", "Host: localhost", "")
                  .readResponse()
                  .status())
          .isEqualTo(200);
    }
    assertThatThrownBy(() -> server.connect(tls)).isInstanceOf(IOException.class);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    // When, Then
    assertThatThrownBy(() ->
            TlsPort.open(
                server.vertx,
                TlsPortOptions.at("127.0.0.1", server.port().port()),
                tls.material(),
                server.routes()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + server.port().port())
        .hasMessageContaining("in use");
  }

  @Test
  void closingEndsEveryConnection() throws Exception {
    // Given
    RawConnection idle = server.connect();
    idle.sendLines("GET /healthz HTTP/1.1", "Host: localhost", "").readResponse();

    // When
    server.port().close();

    // Then
    assertThat(idle.isAtEnd()).isTrue();
    assertThatThrownBy(server::plain).isInstanceOf(IOException.class);
  }

  private static boolean endsSoon(RawConnection connection) throws IOException {
    for (int i = 0; i < 100; i++) {
      if (connection.isAtEnd()) {
        return true;
      }
    }
    return false;
  }
}
