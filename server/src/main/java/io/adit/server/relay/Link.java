package io.adit.server.relay;

import io.adit.server.http.RawSocket;
import io.adit.server.splice.Leg;
import io.adit.server.splice.Outbox;
import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.Side;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.CloseCode;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.MessageFraming;
import io.adit.wire.websocket.WebSocketReader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One side's WebSocket connection to the relay. It lives on its junction's event loop.
 *
 * <pre>
 *  OPEN ──► the relay ends it: close frame ──► CLOSING ──► the client answers or goes,
 *   │                                             │        or the linger is over
 *   │                                             ▼
 *   └──► the client closes or goes ────────────► GONE
 * </pre>
 *
 * <p>While the other side cannot take more, frames that were read already are parked, in order, and
 * reading stops: what is parked is never more than that.
 */
final class Link implements RawSocket.Listener, WebSocketReader.Listener, Outbox {
  private enum State {
    OPEN,
    CLOSING,
    GONE
  }

  private final Arrival arrival;
  private final Junction junction;
  private final RawSocket socket;
  private final RelayOptions options;
  private final Instant since;
  private final WebSocketReader reader = new WebSocketReader(WebSocketReader.Role.SERVER, this);
  private final FrameReader frames = new FrameReader();
  private final Queue<ByteBuffer> parked = new ArrayDeque<>();

  private State state = State.OPEN;
  private @Nullable Leg leg;
  private boolean paused;
  private long bytesReceived;
  private long bytesSent;

  Link(Arrival arrival, Junction junction, RawSocket socket, RelayOptions options, Instant since) {
    this.arrival = arrival;
    this.junction = junction;
    this.socket = socket;
    this.options = options;
    this.since = since;
  }

  /** Begins to read for this leg; without one, only to see the client go. */
  void start(@Nullable Leg newLeg) {
    leg = newLeg;
    socket.start(this);
  }

  /** The other side is told that this one is gone. */
  void detach() {
    if (leg != null) {
      leg.detach();
    }
  }

  Side side() {
    return arrival.side();
  }

  String linkId() {
    return arrival.linkId();
  }

  String remoteAddress() {
    return arrival.request().remoteAddress();
  }

  /** Whether so much waits to be sent to it that the other side must not be read. */
  boolean isFull() {
    return socket.isFull();
  }

  /**
   * Whether it lets its own answers pile up: only pongs and resets can bring it here, as the other
   * side was stopped before.
   */
  boolean isChoked() {
    return socket.unsentBytes() > 2 * options.highWaterBytes();
  }

  /** Stops reading. */
  void pause() {
    paused = true;
    socket.pauseReading();
  }

  /** Goes on, first with what was parked; may be stopped again at once. */
  void resume() {
    while (!parked.isEmpty() && !junction.mustWait(this)) {
      receiveParked();
    }
    if (parked.isEmpty()) {
      paused = false;
      socket.resumeReading();
    }
  }

  void flush() {
    socket.flush();
  }

  /** Ends it with a close frame. What the client still sends is read and dropped meanwhile. */
  void close(int code, String reason) {
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSING;
    parked.clear();
    write(ControlFrame.closeFromServer(code, reason));
    socket.flush();
    socket.resumeReading();
    socket.closeAfter(options.linger());
  }

  /** Ends it without a close frame: an official client comes back. */
  void drop() {
    state = State.GONE;
    parked.clear();
    socket.drop();
  }

  LinkView view() {
    return new LinkView(
        linkId(),
        side(),
        arrival.handshake().subprotocol(),
        leg == null ? Optional.empty() : leg.dialect(),
        remoteAddress(),
        arrival.handshake().userAgent(),
        since,
        bytesReceived,
        bytesSent,
        socket.unsentBytes(),
        !paused);
  }

  @Override
  public void send(Message message) {
    if (state == State.OPEN) {
      MessageFraming framing = MessageFraming.fromServer(message);
      bytesSent += framing.size();
      socket.write(framing.size(), out -> framing.write(out, 0));
    }
  }

  @Override
  public void onBytes(ByteBuffer bytes) {
    bytesReceived += bytes.remaining();
    try {
      reader.read(bytes);
    } catch (WireViolation violation) {
      onViolation(violation);
    }
  }

  @Override
  public void onReadComplete() {
    junction.settle();
  }

  @Override
  public void onDrained() {
    junction.settle();
  }

  @Override
  public void onClosed() {
    receiveLast();
    if (state == State.OPEN) {
      state = State.GONE;
      junction.onGone(this, "the connection ended without a close frame");
    }
  }

  @Override
  public void onPayload(ByteBuffer bytes) {
    if (state == State.OPEN) {
      try {
        frames.read(bytes, this::onFrame);
      } catch (WireViolation violation) {
        // Caught here, the WebSocket around it is still readable: the client's close will be seen.
        onViolation(violation);
      }
    }
  }

  @Override
  public void onPing(ByteBuffer payload) {
    if (state == State.OPEN) {
      write(ControlFrame.pongFromServer(payload));
    }
  }

  @Override
  public void onPong(ByteBuffer payload) {
    // Nobody asked for it, which is allowed.
  }

  @Override
  public void onClose(int code, String reason) {
    receiveLast();
    if (state == State.OPEN) {
      write(ControlFrame.closeFromServer(CloseCode.NORMAL, ""));
      state = State.GONE;
      socket.closeWhenSent();
      junction.onGone(this, "the client closed it with " + code);
    } else {
      drop();
    }
  }

  private void onFrame(ByteBuffer frame) {
    if (state != State.OPEN) {
      return;
    }
    if (parked.isEmpty() && !junction.mustWait(this)) {
      receive(frame);
    } else {
      pause();
      parked.add(ByteBuffer.allocate(frame.remaining()).put(frame).flip());
    }
  }

  private void receive(ByteBuffer frame) {
    if (leg != null) {
      leg.onMessage(MessageCodec.decode(frame, MessageCodec.UnknownFields.REFUSE));
    }
  }

  private void receiveParked() {
    try {
      receive(parked.remove());
    } catch (WireViolation violation) {
      onViolation(violation);
    }
  }

  /** The client goes in good order, so the other side gets all that it sent. */
  private void receiveLast() {
    while (state == State.OPEN && !parked.isEmpty()) {
      receiveParked();
    }
  }

  private void onViolation(WireViolation violation) {
    if (state == State.OPEN) {
      close(violation.kind().closeCode(), violation.rule());
      junction.onViolation(this, violation);
    }
  }

  private void write(ByteBuffer controlFrame) {
    bytesSent += controlFrame.remaining();
    socket.write(controlFrame.remaining(), out -> out.put(controlFrame));
  }
}
