package io.adit.peer;

import io.adit.peer.socket.ByteStream;
import io.adit.peer.socket.Dialer;
import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.Retries;
import io.adit.peer.socket.SocketStream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens at one endpoint until the proxy ends, so that a port stays ours while links come and go.
 */
final class SourceListener {
  private static final Logger log = LoggerFactory.getLogger(SourceListener.class);

  private final Vertx vertx;
  private final Dialer dialer;
  private final LocalOptions local;
  private final Endpoint endpoint;
  private final Consumer<ByteStream> onAccepted;

  private @Nullable NetServer server;
  private boolean closed;

  SourceListener(
      Vertx vertx,
      Dialer dialer,
      LocalOptions local,
      Endpoint endpoint,
      Consumer<ByteStream> onAccepted) {
    this.vertx = vertx;
    this.dialer = dialer;
    this.local = local;
    this.endpoint = endpoint;
    this.onAccepted = onAccepted;
  }

  /** The endpoint with its real port. Fails with a {@link CannotListenException}. */
  Future<Endpoint> listen() {
    return new Retries(vertx, local.retry())
        .run(this::tryToListen, () -> !closed, this::onTryFailed)
        .recover(cause -> Future.failedFuture(new CannotListenException(text(cause))));
  }

  private void onTryFailed(Throwable cause) {
    log.warn("{}; next attempt in {} ms", text(cause), local.retry().delay().toMillis());
  }

  private Future<Endpoint> tryToListen() {
    NetServer listening =
        vertx.createNetServer(new NetServerOptions()).connectHandler(this::onAccepted);
    server = listening;
    return dialer
        .addresses(endpoint)
        .compose(addresses -> freePath().map(addresses.getFirst()))
        .compose(listening::listen)
        .map(bound -> bound(bound.actualPort()));
  }

  void close() {
    closed = true;
    if (server != null) {
      server.close();
      if (endpoint instanceof Endpoint.UnixSocket unix) {
        deletePath(unix);
      }
    }
  }

  private void onAccepted(NetSocket socket) {
    onAccepted.accept(
        new SocketStream(socket, local.limits().readBytes(), local.limits().socketBytes()));
  }

  private Endpoint bound(int port) {
    return switch (endpoint) {
      case Endpoint.Tcp tcp -> new Endpoint.Tcp(tcp.host(), port);
      case Endpoint.UnixSocket unix -> unix;
    };
  }

  /** A Unix socket that a dead process left behind is in the way; one that answers stays. */
  private Future<Void> freePath() {
    if (!(endpoint instanceof Endpoint.UnixSocket unix) || !Files.exists(Path.of(unix.path()))) {
      return Future.succeededFuture();
    }
    return dialer
        .dial(unix)
        .transform(dialled -> {
          if (dialled.succeeded()) {
            dialled.result().close();
          } else if (String.valueOf(dialled.cause().getMessage()).endsWith("refused")) {
            deletePath(unix);
          }
          return Future.succeededFuture();
        });
  }

  private static void deletePath(Endpoint.UnixSocket unix) {
    try {
      Files.deleteIfExists(Path.of(unix.path()));
    } catch (IOException e) {
      log.warn("Cannot remove {}: {}", unix.path(), e.getMessage());
    }
  }

  private String text(Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    boolean inUse = reason.toLowerCase(Locale.ROOT).contains("in use");
    return "cannot listen on "
        + endpoint
        + ": "
        + (inUse ? "another program listens there; choose another port" : reason);
  }
}
