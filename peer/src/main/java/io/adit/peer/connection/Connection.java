package io.adit.peer.connection;

import io.adit.peer.link.TunnelLink;
import io.adit.peer.socket.ByteStream;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a stream: the link on one hand, a local socket on the other.
 *
 * <pre>
 *  Pending ──attach──► Open ──local end, close──► Over
 *     └────────────fail, end of the link───────────┘
 * </pre>
 *
 * Bytes that come while it is pending are kept, and reach the socket also where the other end
 * closed meanwhile.
 */
public final class Connection {
  /** What may come for a socket that is still being dialled before the whole link waits. */
  static final int EARLY_BYTES = 256 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private sealed interface State {}

  private static final class Pending implements State {
    private final Queue<ByteBuffer> early = new ArrayDeque<>();
    private int earlyBytes;
    private boolean closed;
  }

  private record Open(ByteStream application) implements State {}

  private record Over() implements State {}

  private final ConnectionId id;
  private final TunnelLink link;
  private final BackPressure backPressure;
  private final ConnectionLimits limits;
  private final Consumer<Connection> onLocalEnd;

  private State state = new Pending();

  /**
   * @param onLocalEnd told when the application closed, after all its bytes were sent
   */
  public Connection(
      ConnectionId id,
      TunnelLink link,
      BackPressure backPressure,
      ConnectionLimits limits,
      Consumer<Connection> onLocalEnd) {
    this.id = id;
    this.link = link;
    this.backPressure = backPressure;
    this.limits = limits;
    this.onLocalEnd = onLocalEnd;
  }

  public ConnectionId id() {
    return id;
  }

  /** The application is there; it is not being read yet. */
  public void attach(ByteStream application) {
    if (!(state instanceof Pending pending)) {
      application.end();
      return;
    }
    state = new Open(application);
    application.onDrained(() -> backPressure.onRoom(this));
    application.onEnd(this::onLocalEnd);
    application.onBytes(this::onLocalBytes);
    backPressure.onRoom(this);
    pending.early.forEach(application::write);
    if (pending.closed) {
      close();
      return;
    }
    if (application.isFull()) {
      backPressure.onFull(this);
    }
    application.resume();
  }

  /** Bytes came through the tunnel. */
  public void deliver(ByteBuffer payload) {
    switch (state) {
      case Pending pending -> keep(pending, payload);
      case Open open -> {
        open.application().write(payload);
        if (open.application().isFull()) {
          backPressure.onFull(this);
        }
      }
      case Over _ -> log.trace("{}: dropped {} bytes", id, payload.remaining());
    }
  }

  /**
   * The tunnel has no more for this connection: the application gets what came and then the end.
   * Completes when it has.
   */
  public Future<Void> close() {
    switch (state) {
      case Pending pending -> {
        pending.closed = true;
        backPressure.forget(this);
      }
      case Open open -> {
        state = new Over();
        backPressure.forget(this);
        open.application().onBytes(null);
        open.application().resume();
        return open.application().end();
      }
      case Over _ -> {}
    }
    return Future.succeededFuture();
  }

  /** No socket will come; returns whether the other end still waits for one. */
  public boolean fail() {
    boolean awaited = isAwaited();
    toOver();
    return awaited;
  }

  /** Whether the other end waits for a socket. */
  public boolean isAwaited() {
    return state instanceof Pending pending && !pending.closed;
  }

  private void toOver() {
    state = new Over();
    backPressure.forget(this);
  }

  /** Reads the application again after it waited for the link. */
  public void resumeReading() {
    if (state instanceof Open open) {
      open.application().resume();
    }
  }

  private void keep(Pending pending, ByteBuffer payload) {
    pending.earlyBytes += payload.remaining();
    pending.early.add(copy(payload));
    if (pending.earlyBytes >= EARLY_BYTES) {
      backPressure.onFull(this);
    }
  }

  /** The payload is a view of what may be a far larger read. */
  private static ByteBuffer copy(ByteBuffer payload) {
    return ByteBuffer.allocate(payload.remaining()).put(payload).flip();
  }

  private void onLocalBytes(ByteBuffer rest) {
    while (rest.hasRemaining()) {
      int count = Math.min(rest.remaining(), limits.payloadBytes());
      link.send(id.data(rest.slice(rest.position(), count)));
      rest.position(rest.position() + count);
    }
    if (link.isFull() && state instanceof Open open) {
      open.application().pause();
      backPressure.awaitLink(this);
    }
  }

  private void onLocalEnd() {
    if (state instanceof Open open) {
      toOver();
      open.application().end();
      onLocalEnd.accept(this);
    }
  }
}
