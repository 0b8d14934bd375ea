package io.adit.bench.socket;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;

/** TLS of the load's sockets, with BoringSSL where that is there. */
public final class Tls {
  private Tls() {}

  /** For who connects; the name is not looked at, only who signed the certificate. */
  public static SslContextBuilder trusting(Path authority) {
    return SslContextBuilder.forClient()
        .sslProvider(provider())
        .trustManager(authority.toFile())
        .endpointIdentificationAlgorithm(null);
  }

  /** For who accepts. */
  public static SslContextBuilder serving(Path certificate, Path key) {
    return SslContextBuilder.forServer(certificate.toFile(), key.toFile()).sslProvider(provider());
  }

  private static SslProvider provider() {
    return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
  }
}
