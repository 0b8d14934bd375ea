package io.adit.peer.link;

import io.adit.peer.socket.Causes;
import io.adit.peer.socket.DialException;
import io.adit.peer.socket.Dialer;
import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.SocketStream;
import io.adit.peer.socket.Timers;
import io.adit.peer.socket.TlsClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens links to one relay, one after another. Its owner's event loop makes every call. */
public final class RelayConnector {
  private static final Logger log = LoggerFactory.getLogger(RelayConnector.class);

  private final Vertx vertx;
  private final Timers timers;
  private final LinkOptions options;
  private final RandomGenerator random;
  private final NetClient client;
  private final ClientSSLOptions tls;

  /** Null where there is no web proxy. */
  private final @Nullable TlsClient innerTls;

  /**
   * @param random for keys and masks, which must not be foreseen
   */
  public RelayConnector(Vertx vertx, Timers timers, LinkOptions options, RandomGenerator random) {
    this.vertx = vertx;
    this.timers = timers;
    this.options = options;
    this.random = random;
    int timeoutMillis = Math.toIntExact(options.tuning().openTimeout().toMillis());
    NetClientOptions clientOptions = new NetClientOptions().setConnectTimeout(timeoutMillis);
    if (OpenSSLEngineOptions.isAvailable()) {
      clientOptions.setSslEngineOptions(new OpenSSLEngineOptions());
    }
    this.client = vertx.createNetClient(clientOptions);
    RelayTrust trust = options.relay().trust();
    this.innerTls =
        options.relay().webProxy() == null
            ? null
            : TlsClient.create(trust.manager(), options.tuning().openTimeout());
    this.tls = trust.sslOptions();
    this.tls
        .setSslHandshakeTimeout(timeoutMillis)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /**
   * Dials and shakes hands. Fails with a {@link RefusedException} where the relay will not have us,
   * with an {@link UnreachableException} where another attempt may succeed, and with an {@link
   * Error} as it is.
   */
  public Future<TunnelLink> open() {
    if (options.relay().trust() instanceof RelayTrust.Anyone) {
      log.warn("The relay's certificate is NOT verified (--no-ssl-host-verify)");
    }
    WebProxy webProxy = options.relay().webProxy();
    Future<SocketStream> socket =
        webProxy == null || innerTls == null
            ? dial(options.relay().address(), true)
            : dialThrough(webProxy, innerTls);
    return socket
        .recover(cause -> Future.failedFuture(errorOr(cause, unreachable(cause))))
        .compose(open ->
            new UpgradeExchange(vertx, open, options, random)
                .run()
                .map(upgraded -> link(open, upgraded)));
  }

  /** Gives up the sockets of the client; no link can be opened any more. */
  public void close() {
    client.close();
  }

  private Future<SocketStream> dial(Endpoint.Tcp address, boolean withTls) {
    ConnectOptions connect = new ConnectOptions().setHost(address.host()).setPort(address.port());
    if (withTls) {
      connect.setSsl(true).setSslOptions(tls);
      if (isName(address.host())) {
        connect.setSniServerName(address.host());
      }
    }
    return new Dialer(vertx, client).dial(address, connect).map(this::stream);
  }

  private Future<SocketStream> dialThrough(WebProxy webProxy, TlsClient inside) {
    Endpoint.Tcp relay = options.relay().address();
    log.info("Through the web proxy {}", webProxy);
    return dial(webProxy.address(), webProxy.tls())
        .recover(cause -> Future.failedFuture(errorOr(cause, proxyUnreachable(cause))))
        .compose(socket ->
            new ConnectExchange(vertx, socket, webProxy, relay)
                .run(options.tuning().openTimeout())
                .compose(_ -> socket.startTls(inside, relay))
                .map(socket));
  }

  private SocketStream stream(NetSocket socket) {
    LinkTuning tuning = options.tuning();
    return new SocketStream(socket, tuning.readBytes(), tuning.writeQueueBytes());
  }

  private TunnelLink link(SocketStream socket, UpgradeExchange.Upgraded upgraded) {
    return new TunnelLink(timers, socket, upgraded, options.tuning().pingPeriod(), random);
  }

  private static Throwable errorOr(Throwable cause, UnreachableException otherwise) {
    Error error = Causes.find(cause, Error.class);
    return error == null ? otherwise : error;
  }

  private static UnreachableException unreachable(Throwable cause) {
    return switch (cause) {
      case UnreachableException unreachable -> unreachable;
      case DialException dial -> new UnreachableException(dial.text());
      default -> new UnreachableException(cause.toString());
    };
  }

  private static UnreachableException proxyUnreachable(Throwable cause) {
    return new UnreachableException("The web proxy " + unreachable(cause).text());
  }

  /** Only names are allowed in TLS's server name, not addresses (RFC 6066, section 3). */
  private static boolean isName(String host) {
    return host.indexOf(':') < 0 && !host.matches("[0-9.]+");
  }
}
