package io.adit.peer.link;

import io.adit.peer.socket.DialException;
import io.adit.peer.socket.Dialer;
import io.adit.peer.socket.SocketStream;
import io.adit.peer.socket.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Opens links to one relay, one after another. Its owner's event loop makes every call. */
public final class RelayConnector {
  private final Vertx vertx;
  private final Timers timers;
  private final LinkOptions options;
  private final RandomGenerator random;
  private final NetClient client;
  private final ClientSSLOptions tls;

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
    this.tls = options.relay().trust().sslOptions();
    this.tls
        .setSslHandshakeTimeout(timeoutMillis)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /**
   * Dials and shakes hands. Fails with a {@link RefusedException} where the relay will not have us,
   * and with an {@link UnreachableException} where another attempt may succeed.
   */
  public Future<TunnelLink> open() {
    return dial()
        .map(this::stream)
        .recover(cause -> Future.failedFuture(new UnreachableException(text(cause))))
        .compose(socket ->
            new UpgradeExchange(vertx, socket, options, random)
                .run()
                .map(rest -> link(socket, rest)));
  }

  /** Gives up the sockets of the client; no link can be opened any more. */
  public void close() {
    client.close();
  }

  private Future<NetSocket> dial() {
    RelayAccess relay = options.relay();
    String host = relay.address().host();
    ConnectOptions connect =
        new ConnectOptions()
            .setHost(host)
            .setPort(relay.address().port())
            .setSsl(true)
            .setSslOptions(tls);
    if (isName(host)) {
      connect.setSniServerName(host);
    }
    if (relay.webProxy() == null) {
      return new Dialer(vertx, client).dial(relay.address(), connect);
    }
    // The web proxy looks the name up, not we.
    connect.setProxyOptions(relay.webProxy().options());
    connect.setRemoteAddress(SocketAddress.inetSocketAddress(relay.address().port(), host));
    return client.connect(connect);
  }

  private SocketStream stream(NetSocket socket) {
    LinkTuning tuning = options.tuning();
    return new SocketStream(socket, tuning.readBytes(), tuning.writeQueueBytes());
  }

  private TunnelLink link(SocketStream socket, UpgradeExchange.Upgraded upgraded) {
    return new TunnelLink(timers, socket, upgraded, options.tuning().pingPeriod(), random);
  }

  private String text(Throwable cause) {
    if (cause instanceof DialException dial) {
      return dial.text();
    }
    return options.relay().address()
        + " through the web proxy "
        + options.relay().webProxy()
        + ": "
        + cause.getMessage();
  }

  /** Only names are allowed in TLS's server name, not addresses (RFC 6066, section 3). */
  private static boolean isName(String host) {
    return host.indexOf(':') < 0 && !host.matches("[0-9.]+");
  }
}
