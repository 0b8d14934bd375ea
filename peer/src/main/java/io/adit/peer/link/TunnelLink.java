package io.adit.peer.link;

import io.adit.peer.socket.SocketStream;
import io.adit.peer.socket.Timers;
import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.MessageFraming;
import io.adit.wire.websocket.WebSocketReader;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An open link. One event loop calls everything here and is called back on; what the listener is
 * told last is why the link ended, once.
 */
public final class TunnelLink {

  /** What a link brings. */
  public interface Listener {
    /** A payload in it is a view that does not outlive the call. */
    void onMessage(Message message);

    /** Messages may be sent again, after the link was full. */
    void onDrained();

    void onEnded(LinkEnd end);
  }

  private static final int NORMAL_CLOSURE = 1000;

  /** How long a relay may take nothing of what was sent before the link was closed. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Timers timers;
  private final SocketStream socket;
  private final UpgradeExchange.Upgraded upgraded;
  private final RandomGenerator random;
  private final Heartbeat heartbeat;
  private final WebSocketReader webSocket =
      new WebSocketReader(WebSocketReader.Role.CLIENT, new Arrivals());
  private final FrameReader frames;

  private @Nullable Listener listener;
  private boolean paused;
  private long sentBytes;
  private long receivedBytes;

  TunnelLink(
      Timers timers,
      SocketStream socket,
      UpgradeExchange.Upgraded upgraded,
      Duration pingPeriod,
      RandomGenerator random) {
    this.timers = timers;
    this.socket = socket;
    this.upgraded = upgraded;
    this.random = random;
    this.frames = new FrameReader(bytes -> new PooledPiece(socket.borrow(bytes)));
    this.heartbeat = new Heartbeat(timers, socket, pingPeriod, random);
  }

  /** The relay's name for this link. */
  public Optional<String> channelId() {
    return upgraded.channelId();
  }

  /** Begins to ping and lets messages be sent; {@link #read} lets them come. */
  public void start(Listener toTell) {
    listener = toTell;
    socket.lending();
    socket.onEnd(() -> end(new LinkEnd.Lost("the relay dropped the connection")));
    socket.onDrained(() -> tell(Listener::onDrained));
    socket.onBytes(this::onBytes);
    heartbeat.start(this::drop);
  }

  /** Begins to read, after {@link #start}. */
  public void read() {
    onBytes(upgraded.rest());
    if (!paused) {
      socket.resume();
    }
  }

  /**
   * Sends a message, whose payload is the caller's again, also when the link is full; after the end
   * it does nothing. What the relay did not agree to read is left out. Completes when the kernel
   * has taken it, or nobody will.
   */
  public Future<Void> send(Message message) {
    if (!isOpen()) {
      return Future.succeededFuture();
    }
    if (message instanceof Message.Data data) {
      heartbeat.onSentData();
      sentBytes += data.payload().remaining();
    }
    Message allowed = upgraded.extensions().restrict(message);
    if (allowed == null) {
      return Future.succeededFuture();
    }
    MessageFraming framing = MessageFraming.fromClient(allowed);
    return socket.write(framing.size(), out -> framing.write(out, random.nextInt()));
  }

  /** Whether the relay passes on how much of a connection has reached its application. */
  public boolean reportsDeliveries() {
    return upgraded.extensions().delivery();
  }

  /** Bytes of applications that were sent on this link. */
  public long sentBytes() {
    return sentBytes;
  }

  /** Bytes for applications that came on this link. */
  public long receivedBytes() {
    return receivedBytes;
  }

  /** How long the last answered ping took; empty before the first. */
  public Optional<Duration> roundTrip() {
    return heartbeat.roundTrip();
  }

  /** Pings once more than the period asks for, to have a fresh {@link #roundTrip}. */
  public void measure() {
    if (isOpen()) {
      heartbeat.measure();
    }
  }

  /** Whether the link was started and has not ended. */
  public boolean isOpen() {
    return listener != null;
  }

  /** Whether whoever has more to send must wait for {@link Listener#onDrained}. */
  public boolean isFull() {
    return socket.isFull();
  }

  /** Stops reading, but for what was read already. */
  public void pause() {
    paused = true;
    heartbeat.listen(false);
    socket.pause();
  }

  public void resume() {
    paused = false;
    heartbeat.listen(true);
    socket.resume();
  }

  /**
   * Ends the link with a close frame behind all that was sent; the listener is not told. Completes
   * when the socket is closed.
   */
  public Future<Void> close(String reason) {
    if (!isOpen()) {
      socket.abort();
      return Future.succeededFuture();
    }
    sendClose(NORMAL_CLOSURE, reason);
    listener = null;
    heartbeat.stop();
    return closeSocket();
  }

  /** Drops the connection as if the network had, and tells the listener. */
  public void drop(String why) {
    end(new LinkEnd.Lost(why));
  }

  private void onBytes(ByteBuffer bytes) {
    heartbeat.onHeard();
    try {
      webSocket.read(bytes);
    } catch (WireViolation violation) {
      int code = violation.kind().closeCode();
      sendClose(code, violation.rule());
      end(new LinkEnd.Lost("the relay sent what we do not understand: " + violation.rule()));
    }
    if (!isOpen()) {
      frames.discard();
    }
  }

  private void onFrame(ByteBuffer frame) {
    Message message =
        upgraded.extensions().restrict(MessageCodec.decode(frame, MessageCodec.UnknownFields.SKIP));
    if (message == null) {
      return;
    }
    if (message instanceof Message.Data data) {
      receivedBytes += data.payload().remaining();
    }
    tell(to -> to.onMessage(message));
  }

  private void sendClose(int code, String reason) {
    if (isOpen()) {
      socket.write(ControlFrame.closeFromClient(code, reason, random.nextInt()));
    }
  }

  private void end(LinkEnd end) {
    Listener toTell = listener;
    if (toTell != null) {
      listener = null;
      heartbeat.stop();
      closeSocket();
      toTell.onEnded(end);
    }
  }

  /** What was written leaves first, unless the relay does not take it. */
  private Future<Void> closeSocket() {
    socket.onBytes(null);
    frames.discard();
    socket.onEnd(() -> {});
    socket.resume();
    Future<Void> closed = socket.end();
    abortUnlessTaken(closed, socket.progress());
    return closed;
  }

  private void abortUnlessTaken(Future<Void> closed, long seenProgress) {
    var _ =
        timers.after(
            CLOSE_LIMIT,
            () -> {
              if (closed.isComplete()) {
                return;
              }
              long progress = socket.progress();
              if (progress == seenProgress) {
                socket.abort();
              } else {
                abortUnlessTaken(closed, progress);
              }
            });
  }

  private void tell(Consumer<Listener> what) {
    if (listener != null) {
      what.accept(listener);
    }
  }

  private final class Arrivals implements WebSocketReader.Listener {
    @Override
    public void onPayload(ByteBuffer bytes) {
      frames.read(bytes, TunnelLink.this::onFrame);
    }

    @Override
    public void onPing(ByteBuffer payload) {
      // Who pings without reading the answers gets none: they must not pile up here.
      if (isOpen() && !isFull()) {
        socket.write(ControlFrame.pongFromClient(payload, random.nextInt()));
      }
    }

    @Override
    public void onPong(ByteBuffer payload) {
      heartbeat.onPong(payload);
    }

    @Override
    public void onClose(int code, String reason) {
      sendClose(NORMAL_CLOSURE, "");
      end(new LinkEnd.ClosedByRelay(code, reason));
    }
  }
}
