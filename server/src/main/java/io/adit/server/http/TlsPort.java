package io.adit.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpOption;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one port that carries everything: one acceptor hands connections to the {@link Lobby}, and
 * every connection is TLS 1.2 or 1.3 with HTTP/1.1 inside. HTTP/2 is not offered: a tunnel's
 * WebSocket handshake is an HTTP/1.1 upgrade, and a client that negotiated more could not make it.
 *
 * <p>Opening and closing block; call them on threads that may.
 */
public final class TlsPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsPort.class);

  private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final long SWEEPS_PER_TIMEOUT = 10;
  private static final long PATIENCE_SECONDS = 30;

  private final Vertx vertx;
  private final TlsPortOptions options;
  private final Lobby lobby;
  private final Router router;
  private final ExecutorService virtualThreads;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final long sweepTimer;

  private TlsPort(Vertx vertx, TlsPortOptions options, Routes routes) {
    this.vertx = vertx;
    this.options = options;
    this.virtualThreads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    Deadlines deadlines = new Deadlines(System::nanoTime);
    this.lobby = Lobby.of(vertx, options.eventLoops());
    this.router = new Router(routes, options, deadlines, virtualThreads, lobby);
    long sweepMillis = Math.max(10, options.handshakeTimeout().toMillis() / SWEEPS_PER_TIMEOUT);
    this.sweepTimer = vertx.setPeriodic(sweepMillis, _ -> deadlines.sweep());
  }

  /**
   * Listens.
   *
   * @throws IOException when the port cannot be had or the certificate and its key are no use
   */
  public static TlsPort open(Vertx vertx, TlsPortOptions options, TlsMaterial tls, Routes routes)
      throws IOException {
    TlsPort port = new TlsPort(vertx, options, routes);
    try {
      port.listen(tls);
      return port;
    } catch (IOException e) {
      port.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return servers.getFirst().actualPort();
  }

  /** Serves new connections with another certificate; those that are there keep theirs. */
  public void reload(TlsMaterial tls) throws IOException {
    await(
        servers.getFirst().updateSSLOptions(sslOptions(tls)),
        "Cannot use the new certificate and key");
  }

  /**
   * Stops listening and ends every connection as it is. Tunnel links get no WebSocket close frame:
   * clients come back after a cut connection, but take a close frame for the end of their tunnel.
   */
  @Override
  public void close() {
    vertx.cancelTimer(sweepTimer);
    try {
      for (HttpServer server : servers) {
        await(server.close(), "Cannot close the port");
      }
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
    virtualThreads.shutdown();
  }

  private void listen(TlsMaterial tls) throws IOException {
    SocketAddress address =
        options.port() == 0
            ? SocketAddress.sharedRandomPort(System.identityHashCode(this) | 1, options.bindHost())
            : SocketAddress.inetSocketAddress(options.port(), options.bindHost());
    ServerSSLOptions ssl = sslOptions(tls);
    // They all share one listening socket.
    List<Future<HttpServer>> listening =
        lobby.contexts().stream().map(context -> listen(context, ssl, address)).toList();
    await(Future.all(listening), "Cannot listen on " + options.bindHost() + ":" + options.port());
  }

  private Future<HttpServer> listen(Context context, ServerSSLOptions ssl, SocketAddress address) {
    return Future.future(
        listens -> context.runOnContext(_ -> newServer(ssl).listen(address).onComplete(listens)));
  }

  private HttpServer newServer(ServerSSLOptions ssl) {
    HttpServer server =
        vertx
            .httpServerBuilder()
            .with(config())
            .with(ssl)
            .with(engine())
            .withConnectHandler(router::onConnection)
            .build()
            .requestHandler(router::onRequest)
            .invalidRequestHandler(router::onInvalidRequest)
            .exceptionHandler(router::onConnectionFailure);
    servers.add(server);
    return server;
  }

  private static HttpServerConfig config() {
    HttpServerConfig config =
        new HttpServerConfig()
            .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1)
            .setHandle100ContinueAutomatically(true)
            .setHttp1Config(
                new Http1ServerConfig()
                    .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                    .setMaxHeaderSize(MAX_HEADER_BYTES));
    // WebSockets are our own: the library's handler of their extensions would look into each
    // request, and cut who sends more than 128 ahead.
    config.setWebSocketConfig(
        new WebSocketServerConfig()
            .setUsePerFrameCompression(false)
            .setUsePerMessageCompression(false));
    config
        .getTcpConfig()
        .getTransportConfig()
        .setOption(TcpOption.NODELAY, true)
        // A peer that vanished without a word is noticed after two minutes.
        .setSoKeepAlive(true)
        .setOption(TcpOption.KEEPIDLE, 60)
        .setOption(TcpOption.KEEPINTVL, 15)
        .setOption(TcpOption.KEEPCNT, 4);
    return config;
  }

  private ServerSSLOptions sslOptions(TlsMaterial tls) {
    ServerSSLOptions ssl = new ServerSSLOptions();
    ssl.setKeyCertOptions(tls.toOptions())
        .setUseAlpn(false)
        .setSslHandshakeTimeout(options.handshakeTimeout().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    TlsRules.apply(ssl);
    return ssl;
  }

  /** BoringSSL needs half of the processor time that the JDK's TLS takes. */
  private static SSLEngineOptions engine() {
    return OpenSSLEngineOptions.isAvailable()
        ? new OpenSSLEngineOptions()
        : new JdkSSLEngineOptions();
  }

  private static <T> T await(Future<T> future, String failure) throws IOException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(failure + ": " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException(failure + ": no answer in " + PATIENCE_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(failure + ": interrupted", e);
    }
  }
}
