package io.adit.peer;

import io.adit.peer.socket.BoundSockets;
import io.adit.peer.socket.ByteStream;
import io.adit.peer.socket.Dialer;
import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.Retries;
import io.adit.peer.socket.SocketStream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens at one endpoint until the proxy ends, so that a port stays ours while links come and go.
 */
final class SourceListener {
  private static final Logger log = LoggerFactory.getLogger(SourceListener.class);

  private final Vertx vertx;
  private final LocalOptions local;
  private final Endpoint endpoint;
  private final Consumer<ByteStream> onAccepted;
  private final BoundSockets sockets;

  private boolean closed;

  SourceListener(
      Vertx vertx,
      Dialer dialer,
      LocalOptions local,
      Endpoint endpoint,
      Consumer<ByteStream> onAccepted) {
    this.vertx = vertx;
    this.local = local;
    this.endpoint = endpoint;
    this.onAccepted = onAccepted;
    this.sockets = new BoundSockets(vertx, dialer, this::onAccepted);
  }

  /** The endpoint with its real port. Fails with a {@link CannotListenException}. */
  Future<Endpoint> listen() {
    return new Retries(vertx, local.retry())
        .run(() -> sockets.listen(endpoint), () -> !closed, this::onTryFailed)
        .recover(cause -> Future.failedFuture(new CannotListenException(text(cause))));
  }

  void close() {
    closed = true;
    sockets.close();
  }

  private void onTryFailed(Throwable cause) {
    log.warn("{}; next attempt in {} ms", text(cause), local.retry().delay().toMillis());
  }

  private void onAccepted(NetSocket socket) {
    onAccepted.accept(
        new SocketStream(socket, local.limits().readBytes(), local.limits().socketBytes())
            .lending());
  }

  private String text(Throwable cause) {
    String another = endpoint instanceof Endpoint.UnixSocket ? "path" : "port";
    return "cannot listen on "
        + endpoint
        + ": "
        + (BoundSockets.isInUse(cause)
            ? "another program listens there; choose another " + another
            : String.valueOf(cause.getMessage()));
  }
}
