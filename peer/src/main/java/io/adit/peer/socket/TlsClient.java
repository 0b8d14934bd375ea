package io.adit.peer.socket;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS that begins on a socket in use, also inside other TLS, which Vert.x does not do: the way
 * through a web proxy.
 */
public final class TlsClient {
  private final SslContext context;
  private final Duration handshakeLimit;

  private TlsClient(SslContext context, Duration handshakeLimit) {
    this.context = context;
    this.handshakeLimit = handshakeLimit;
  }

  /**
   * @param trust whom to believe, and that they must name the host; null to believe anyone
   */
  public static TlsClient create(@Nullable TrustManager trust, Duration handshakeLimit) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
            .protocols("TLSv1.2", "TLSv1.3");
    if (trust == null) {
      builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null);
    } else {
      builder.trustManager(trust).endpointIdentificationAlgorithm("HTTPS");
    }
    try {
      return new TlsClient(builder.build(), handshakeLimit);
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS: " + e.getMessage(), e);
    }
  }

  SslHandler handler(ByteBufAllocator memory, Endpoint.Tcp to) {
    SslHandler handler = context.newHandler(memory, to.host(), to.port());
    handler.setHandshakeTimeout(handshakeLimit.toMillis(), TimeUnit.MILLISECONDS);
    return handler;
  }
}
