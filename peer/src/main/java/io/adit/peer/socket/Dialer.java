package io.adit.peer.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connects to endpoints. Names are looked up by the operating system on another thread, and every
 * address of a name is tried in turn, so that neither a slow name server nor one dead address stops
 * anything else.
 */
public final class Dialer {
  /** An address of this machine to connect from, and a client that does. */
  private record From(InetAddress address, NetClient client) {
    /** Only the loopback is reached from the loopback, and only by the same family of addresses. */
    boolean reaches(InetAddress target) {
      return address.getClass() == target.getClass()
          && address.isLoopbackAddress() == target.isLoopbackAddress();
    }
  }

  private final Vertx vertx;
  private final NetClient client;
  private final @Nullable From from;

  /** Uses a client, which belongs to somebody else. */
  public Dialer(Vertx vertx, NetClient client) {
    this(vertx, client, null);
  }

  private Dialer(Vertx vertx, NetClient client, @Nullable From from) {
    this.vertx = vertx;
    this.client = client;
    this.from = from;
  }

  /**
   * A dialer with clients of its own, for {@link #close}.
   *
   * @param timeout for each address
   * @param from the address of this machine to connect from, where the target can be reached from
   *     it; null for whatever the system chooses
   */
  public static Dialer create(Vertx vertx, Duration timeout, @Nullable InetAddress from) {
    int millis = Math.toIntExact(timeout.toMillis());
    NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(millis));
    if (from == null) {
      return new Dialer(vertx, client);
    }
    NetClientOptions bound =
        new NetClientOptions().setConnectTimeout(millis).setLocalAddress(from.getHostAddress());
    return new Dialer(vertx, client, new From(from, vertx.createNetClient(bound)));
  }

  /** Nothing can be dialled any more. */
  public void close() {
    client.close();
    if (from != null) {
      from.client().close();
    }
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
      case Endpoint.Standard standard ->
          Future.failedFuture(new IOException("nobody can connect to " + standard));
      case Endpoint.Refused refused ->
          Future.failedFuture(new DialException(refused.reason(), null));
      case Endpoint.UnixSocket unix ->
          Future.succeededFuture(List.of(SocketAddress.domainSocketAddress(unix.path())));
      case Endpoint.Tcp tcp -> lookUp(tcp.host()).map(found -> socketAddresses(found, tcp.port()));
    };
  }

  /** An address needs no other thread, whose wake-up would be felt in each new connection. */
  private Future<InetAddress[]> lookUp(String host) {
    try {
      return Future.succeededFuture(new InetAddress[] {InetAddress.ofLiteral(host)});
    } catch (IllegalArgumentException _) {
      return vertx.executeBlocking(() -> InetAddress.getAllByName(host), false);
    }
  }

  private static List<SocketAddress> socketAddresses(InetAddress[] found, int port) {
    return List.of(found).stream()
        .map(address -> SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
        .toList();
  }

  private Future<NetSocket> dialFirst(Iterator<SocketAddress> addresses, ConnectOptions options) {
    SocketAddress next = addresses.next();
    return clientFor(next)
        .connect(new ConnectOptions(options).setRemoteAddress(next))
        .recover(cause ->
            addresses.hasNext() ? dialFirst(addresses, options) : Future.failedFuture(cause));
  }

  private NetClient clientFor(SocketAddress target) {
    String literal = target.isInetSocket() ? target.hostAddress() : null;
    return from != null && literal != null && from.reaches(InetAddress.ofLiteral(literal))
        ? from.client()
        : client;
  }
}
