package io.adit.peer.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;

/**
 * Connects to endpoints. Names are looked up by the operating system on another thread, and every
 * address of a name is tried in turn, so that neither a slow name server nor one dead address stops
 * anything else.
 */
public final class Dialer {
  private final Vertx vertx;
  private final NetClient client;

  public Dialer(Vertx vertx, NetClient client) {
    this.vertx = vertx;
    this.client = client;
  }

  /** Connects without TLS. Fails with a {@link DialException}. */
  public Future<NetSocket> dial(Endpoint endpoint) {
    return dial(endpoint, new ConnectOptions());
  }

  /**
   * Connects as the options say; they are completed with the endpoint's address. Fails with a
   * {@link DialException}.
   */
  public Future<NetSocket> dial(Endpoint endpoint, ConnectOptions options) {
    return addresses(endpoint)
        .compose(found -> dialFirst(found.iterator(), options))
        .recover(cause -> Future.failedFuture(DialFailure.of(endpoint, cause)));
  }

  /** Every socket address of an endpoint, in the system's order of preference. */
  public Future<List<SocketAddress>> addresses(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.UnixSocket unix ->
          Future.succeededFuture(List.of(SocketAddress.domainSocketAddress(unix.path())));
      case Endpoint.Tcp tcp ->
          vertx
              .executeBlocking(() -> InetAddress.getAllByName(tcp.host()), false)
              .map(found -> socketAddresses(found, tcp.port()));
    };
  }

  private static List<SocketAddress> socketAddresses(InetAddress[] found, int port) {
    return List.of(found).stream()
        .map(address -> SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
        .toList();
  }

  private Future<NetSocket> dialFirst(Iterator<SocketAddress> addresses, ConnectOptions options) {
    SocketAddress next = addresses.next();
    return client
        .connect(new ConnectOptions(options).setRemoteAddress(next))
        .recover(cause ->
            addresses.hasNext() ? dialFirst(addresses, options) : Future.failedFuture(cause));
  }
}
