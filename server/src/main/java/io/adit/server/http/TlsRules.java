package io.adit.server.http;

import io.vertx.core.net.SSLOptions;
import java.util.List;
import java.util.Set;

/**
 * Which TLS every listener speaks: 1.2 and 1.3, with a fresh key for each connection and encryption
 * that authenticates. All clients of AWS have that; what its guide says of TLS 1.1 is history.
 *
 * <p>There is no second handshake in a connection: BoringSSL knows none, nor does 1.3; where the
 * JDK stands in, the launcher tells it so.
 */
public final class TlsRules {
  private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  /** The best first. Without AES in hardware, clients ask for ChaCha20 themselves. */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private TlsRules() {}

  /** Sets them. */
  public static void apply(SSLOptions options) {
    options.setEnabledSecureTransportProtocols(VERSIONS);
    SUITES.forEach(options::addEnabledCipherSuite);
  }
}
