package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.ServerOptions.Certificates;
import io.adit.server.ServerOptions.Listener;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestAuthority;
import io.adit.server.tls.GivenCertificates;
import io.adit.server.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's own certificate, replaced while the server runs. */
class GivenCertificateTest {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

  @TempDir Path temp;

  @Test
  void newFilesAreServedSoonAndConnectionsStay() throws Exception {
    // Given
    GivenCertificates files = new GivenCertificates(temp.resolve("c.pem"), temp.resolve("k.pem"));
    Issued.make().write(files);
    try (AditServer server = AditServer.start(options(files));
        RawConnection before = connect(server)) {
      assertThat(health(before)).isEqualTo(200);

      // When: one file after the other, as any tool does it; the pair does not fit meanwhile.
      Issued.make().write(files);

      // Then
      try (RawConnection after = connect(server)) {
        assertThat(health(after)).isEqualTo(200);
        assertThat(health(before)).isEqualTo(200);
      }
    }
  }

  private ServerOptions options(GivenCertificates files) {
    return ServerOptions.defaults(temp.resolve("data"))
        .with(new Listener("127.0.0.1", 0))
        .with(new ServerOptions.Mqtt(null, true, null))
        .with(new Certificates(List.of(), files));
  }

  /** One that trusts the certificate that is in the file now, and no other; waits for it. */
  private static RawConnection connect(AditServer server) throws IOException {
    SSLContext client = ConsoleFixture.trusting(server.endpoint());
    long start = System.nanoTime();
    while (true) {
      try {
        return RawConnection.tls(client, server.endpoint().port());
      } catch (SSLException e) {
        if (System.nanoTime() - start > PATIENCE_NANOS) {
          throw new AssertionError("the new certificate is not served", e);
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }

  private static int health(RawConnection connection) throws IOException {
    return connection
        .sendLines("GET /healthz HTTP/1.1", "Host: localhost", "")
        .readResponse()
        .status();
  }

  /** A certificate for localhost from an authority of its own. */
  private record Issued(TestAuthority authority, KeyPair keys, X509Certificate leaf) {
    static Issued make() {
      var authority = TestAuthority.named("operator", Instant.now());
      KeyPair keys = TestAuthority.p256();
      return new Issued(
          authority,
          keys,
          authority.sign(
              TestAuthority.leaf("CN=localhost").keys(keys).forServers().dnsNames("localhost")));
    }

    void write(GivenCertificates files) throws IOException {
      replace(files.certificate(), Pem.certificates(List.of(leaf, authority.certificate())));
      replace(files.key(), Pem.privateKey(keys.getPrivate()));
    }

    private static void replace(Path file, String content) throws IOException {
      Path draft = Files.writeString(file.resolveSibling("draft"), content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
