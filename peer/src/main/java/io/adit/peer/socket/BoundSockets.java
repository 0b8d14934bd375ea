package io.adit.peer.socket;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that listen at one endpoint: one for each address of its host, all on one port, or
 * one Unix socket that only its owner may use.
 */
public final class BoundSockets {
  private static final Logger log = LoggerFactory.getLogger(BoundSockets.class);

  /** A port that is free at one address may be taken at the next; then another one is chosen. */
  private static final int PORT_CHOICES = 16;

  private final Vertx vertx;
  private final Dialer dialer;
  private final Handler<NetSocket> onAccepted;
  private final List<NetServer> servers = new ArrayList<>();
  private final List<Path> paths = new ArrayList<>();

  public BoundSockets(Vertx vertx, Dialer dialer, Handler<NetSocket> onAccepted) {
    this.vertx = vertx;
    this.dialer = dialer;
    this.onAccepted = onAccepted;
  }

  /** The endpoint with its real port. On failure nothing listens. */
  public Future<Endpoint> listen(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp tcp ->
          dialer.addresses(tcp).compose(found -> listen(tcp, found, PORT_CHOICES));
      case Endpoint.UnixSocket unix -> listen(unix);
      case Endpoint.Standard _, Endpoint.Refused _ ->
          Future.failedFuture(new IOException("nobody can connect to " + endpoint));
    };
  }

  /** Nothing listens any more; the path of a Unix socket is free again. */
  public void close() {
    servers.forEach(NetServer::close);
    servers.clear();
    paths.forEach(BoundSockets::delete);
    paths.clear();
  }

  /** Whether a failure means that somebody else listens there. */
  public static boolean isInUse(Throwable cause) {
    return text(cause).contains("in use");
  }

  private Future<Endpoint> listen(Endpoint.Tcp tcp, List<SocketAddress> addresses, int choices) {
    Future<Integer> port = Future.succeededFuture(tcp.port());
    for (SocketAddress address : addresses) {
      boolean isLast = address.equals(addresses.getLast());
      port = port.compose(chosen -> listen(address, chosen, isLast));
    }
    return port.<Endpoint>map(bound -> new Endpoint.Tcp(tcp.host(), bound))
        .recover(cause -> {
          close();
          return tcp.port() == 0 && isInUse(cause) && choices > 1
              ? listen(tcp, addresses, choices - 1)
              : Future.failedFuture(cause);
        });
  }

  /** The port; where the machine does not have this kind of address, another one must do. */
  private Future<Integer> listen(SocketAddress address, int port, boolean isLast) {
    return bind(SocketAddress.inetSocketAddress(port, address.hostAddress()))
        .map(NetServer::actualPort)
        .recover(cause ->
            isNotHere(cause) && !(isLast && servers.isEmpty())
                ? Future.succeededFuture(port)
                : Future.failedFuture(cause));
  }

  private Future<Endpoint> listen(Endpoint.UnixSocket unix) {
    Path path = Path.of(unix.path());
    return freePath(unix, path)
        .compose(_ -> bind(SocketAddress.domainSocketAddress(unix.path())))
        .map(_ -> {
          paths.add(path);
          keepOthersOut(path);
          return unix;
        });
  }

  private Future<NetServer> bind(SocketAddress address) {
    NetServer server = vertx.createNetServer(new NetServerOptions()).connectHandler(onAccepted);
    return server.listen(address).onSuccess(servers::add);
  }

  /**
   * A Unix socket that a dead process left behind is in the way; anything else stays, and is the
   * failure. (Vert.x does not tell that such a path is taken.)
   */
  private Future<Void> freePath(Endpoint.UnixSocket unix, Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Future.succeededFuture();
    }
    if (!isSocket(path)) {
      return Future.failedFuture(new IOException("there is a file that is no socket"));
    }
    return dialer
        .dial(unix)
        .transform(dialled -> {
          if (dialled.succeeded()) {
            dialled.result().close();
          } else if (text(dialled.cause()).endsWith("refused")) {
            delete(path);
            return Future.succeededFuture();
          }
          return Future.failedFuture(new IOException("address already in use"));
        });
  }

  private static boolean isSocket(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whoever may write to the socket may use the tunnel. */
  private static void keepOthersOut(Path path) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | UnsupportedOperationException e) {
      log.warn("Others may be able to connect to {}: {}", path, e.getMessage());
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("Cannot remove {}: {}", path, e.getMessage());
    }
  }

  /** Whether this machine has no such address, or no addresses of this family. */
  private static boolean isNotHere(Throwable cause) {
    String text = text(cause);
    return text.contains("cannot assign")
        || text.contains("can't assign")
        || text.contains("family")
        || text.contains("not supported");
  }

  private static String text(Throwable cause) {
    return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
  }
}
