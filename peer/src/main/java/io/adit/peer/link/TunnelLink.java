package io.adit.peer.link;

import io.adit.peer.socket.SocketStream;
import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.MessageFraming;
import io.adit.wire.websocket.WebSocketReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open link. One event loop calls everything here and is called back on; what the listener is
 * told last is why the link ended, once.
 */
public final class TunnelLink {

  /** What a link brings. */
  public interface Listener {
    /** A payload in it is a view that does not outlive the call's event loop turn. */
    void onMessage(Message message);

    /** Messages may be sent again, after the link was full. */
    void onDrained();

    void onEnded(LinkEnd end);
  }

  private static final Logger log = LoggerFactory.getLogger(TunnelLink.class);

  private static final int SILENT_PERIODS_ALLOWED = 3;
  private static final int NORMAL_CLOSURE = 1000;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final SocketStream socket;
  private final UpgradeExchange.Upgraded upgraded;
  private final Duration pingPeriod;
  private final RandomGenerator random;
  private final WebSocketReader webSocket =
      new WebSocketReader(WebSocketReader.Role.CLIENT, new Arrivals());
  private final FrameReader frames = new FrameReader();

  private @Nullable Listener listener;
  private long pingTimer;
  private boolean paused;
  private boolean heard;
  private boolean sentData;
  private int silentPeriods;

  TunnelLink(
      Vertx vertx,
      SocketStream socket,
      UpgradeExchange.Upgraded upgraded,
      Duration pingPeriod,
      RandomGenerator random) {
    this.vertx = vertx;
    this.socket = socket;
    this.upgraded = upgraded;
    this.pingPeriod = pingPeriod;
    this.random = random;
  }

  /** The relay's name for this link. */
  public Optional<String> channelId() {
    return upgraded.channelId();
  }

  /** Begins to ping and lets messages be sent; {@link #read} lets them come. */
  public void start(Listener toTell) {
    listener = toTell;
    socket.onEnd(() -> end(new LinkEnd.Lost("the relay dropped the connection")));
    socket.onDrained(() -> tell(Listener::onDrained));
    socket.onBytes(this::onBytes);
    ping();
    pingTimer = vertx.setPeriodic(pingPeriod.toMillis(), _ -> onPingTime());
  }

  /** Begins to read, after {@link #start}. */
  public void read() {
    onBytes(upgraded.rest());
    if (!paused) {
      socket.resume();
    }
  }

  /**
   * Sends a message, also when the link is full; after the end it does nothing. What the relay did
   * not agree to read is left out.
   */
  public void send(Message message) {
    if (isOpen()) {
      sentData |= message instanceof Message.Data;
      MessageFraming framing = MessageFraming.fromClient(upgraded.extensions().restrict(message));
      socket.write(framing.size(), out -> framing.write(out, random.nextInt()));
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
    socket.pause();
  }

  public void resume() {
    paused = false;
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
    vertx.cancelTimer(pingTimer);
    return closeSocket();
  }

  /** Drops the connection as if the network had, and tells the listener. */
  public void drop(String why) {
    end(new LinkEnd.Lost(why));
  }

  private void onBytes(ByteBuffer bytes) {
    heard = true;
    try {
      webSocket.read(bytes);
    } catch (WireViolation violation) {
      int code = violation.kind().closeCode();
      sendClose(code, violation.rule());
      end(new LinkEnd.Lost("the relay sent what we do not understand: " + violation.rule()));
    }
  }

  private void onFrame(ByteBuffer frame) {
    Message message = MessageCodec.decode(frame, MessageCodec.UnknownFields.SKIP);
    tell(to -> to.onMessage(upgraded.extensions().restrict(message)));
  }

  private void ping() {
    String epochMillis = Long.toString(System.currentTimeMillis());
    ByteBuffer payload = ByteBuffer.wrap(epochMillis.getBytes(StandardCharsets.US_ASCII));
    socket.write(ControlFrame.pingFromClient(payload, random.nextInt()));
  }

  private void onPingTime() {
    silentPeriods = heard || paused ? 0 : silentPeriods + 1;
    heard = false;
    if (silentPeriods >= SILENT_PERIODS_ALLOWED && isDead()) {
      Duration silence = pingPeriod.multipliedBy(silentPeriods);
      end(new LinkEnd.Lost("the relay was silent for " + silence.toMillis() + " ms"));
    } else if (!isFull()) {
      ping();
    }
  }

  /**
   * Silence alone proves nothing once data was sent: a relay whose other side takes no more stops
   * reading this one, pings included. Then the kernel's view decides.
   */
  private boolean isDead() {
    return !sentData || !socket.peerKernelAnswers();
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
      vertx.cancelTimer(pingTimer);
      closeSocket();
      toTell.onEnded(end);
    }
  }

  /** What was written leaves first, unless the relay does not take it. */
  private Future<Void> closeSocket() {
    long timer = vertx.setTimer(CLOSE_LIMIT.toMillis(), _ -> socket.abort());
    socket.onBytes(null);
    socket.onEnd(() -> {});
    socket.resume();
    return socket.end().onComplete(_ -> vertx.cancelTimer(timer));
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
      log.trace("pong");
    }

    @Override
    public void onClose(int code, String reason) {
      sendClose(NORMAL_CLOSURE, "");
      end(new LinkEnd.ClosedByRelay(code, reason));
    }
  }
}
