package io.adit.server.testing;

import static io.adit.server.testing.ClientHello.SSL_3;
import static io.adit.server.testing.ClientHello.TLS_1_0;
import static io.adit.server.testing.ClientHello.TLS_1_1;
import static io.adit.server.testing.ClientHello.TLS_1_2;
import static io.adit.server.testing.ClientHello.TLS_1_3;

import io.adit.server.http.TlsMaterial;
import io.adit.server.tls.Pem;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Versions and cipher suites as RFC 8446 and the registry of IANA number them, for a server whose
 * certificate is RSA: no suite is refused only because it does not suit the certificate.
 */
public final class TlsMatrix {
  private static final int ECDHE_RSA_AES128_SHA = 0xc013;

  private TlsMatrix() {}

  /** A hello, and what it asks for in words. */
  public record Asked(String words, ClientHello hello) {
    @Override
    public String toString() {
      return words;
    }
  }

  /** What every listener speaks. */
  public static Stream<Asked> spoken() {
    return Stream.of(
        suite("TLS 1.3, AES-128-GCM", TLS_1_3, 0x1301),
        suite("TLS 1.3, AES-256-GCM", TLS_1_3, 0x1302),
        suite("TLS 1.3, ChaCha20", TLS_1_3, 0x1303),
        suite("TLS 1.2, ECDHE, AES-128-GCM", TLS_1_2, 0xc02f),
        suite("TLS 1.2, ECDHE, AES-256-GCM", TLS_1_2, 0xc030),
        suite("TLS 1.2, ECDHE, ChaCha20", TLS_1_2, 0xcca8));
  }

  /** What none speaks. */
  public static Stream<Asked> refused() {
    return Stream.of(
        suite("SSL 3.0", SSL_3, 0x002f, 0x0005, 0x000a),
        suite("TLS 1.0", TLS_1_0, ECDHE_RSA_AES128_SHA, 0x002f),
        suite("TLS 1.1", TLS_1_1, ECDHE_RSA_AES128_SHA, 0x002f),
        suite("CBC and SHA-1 with ECDHE", TLS_1_2, ECDHE_RSA_AES128_SHA, 0xc014),
        suite("CBC and SHA-256 with ECDHE", TLS_1_2, 0xc027, 0xc028),
        suite("static RSA with GCM", TLS_1_2, 0x009c, 0x009d),
        suite("static RSA with CBC", TLS_1_2, 0x002f, 0x0035, 0x003c, 0x003d),
        suite("RC4", TLS_1_2, 0x0004, 0x0005, 0xc011, 0xc007),
        suite("3DES", TLS_1_2, 0x000a, 0xc012, 0xc008, 0x0016),
        suite("DHE", TLS_1_2, 0x009e, 0x009f, 0x0033, 0x0039),
        suite("without encryption", TLS_1_2, 0x0001, 0x0002, 0x003b, 0xc010),
        suite("without a certificate", TLS_1_2, 0x0034, 0x00a6, 0xc018),
        suite("export grade", TLS_1_2, 0x0003, 0x0006, 0x0008, 0x0014),
        suite("pre-shared keys", TLS_1_2, 0x008c, 0x00a8, 0xccac),
        suite("CCM with short tags in TLS 1.3", TLS_1_3, 0x1305));
  }

  /** For localhost, RSA, with the authority that signed it. */
  public record Server(TlsMaterial material, TestAuthority authority) {
    public static Server make() {
      var authority = TestAuthority.named("matrix", Instant.now());
      KeyPair keys = TestAuthority.rsa(2048);
      var leaf =
          authority.sign(
              TestAuthority.leaf("CN=localhost")
                  .keys(keys)
                  .forServers()
                  .lifetime(Duration.ofDays(30))
                  .dnsNames("localhost"));
      return new Server(
          new TlsMaterial(Pem.certificates(List.of(leaf)), Pem.privateKey(keys.getPrivate())),
          authority);
    }
  }

  private static Asked suite(String words, int version, int... suites) {
    return new Asked(words, ClientHello.of(version, suites));
  }
}
