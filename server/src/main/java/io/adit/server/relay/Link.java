package io.adit.server.relay;

import io.adit.server.diagnosis.LinkView;
import io.adit.server.flow.Backlog;
import io.adit.server.flow.Pacer;
import io.adit.server.flow.Rate;
import io.adit.server.http.RawSocket;
import io.adit.server.splice.Leg;
import io.adit.server.splice.Outbox;
import io.adit.server.traffic.Carried;
import io.adit.wire.FrameReader;
import io.adit.wire.Memory;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.Side;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.CloseCode;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.MessageFraming;
import io.adit.wire.websocket.WebSocketReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
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
 * reading stops: what is parked is never more than that. Messages for an official client go through
 * a {@link Pacer}; pongs and close frames never wait for it.
 */
final class Link implements RawSocket.Listener, WebSocketReader.Listener, Outbox {
  /** The way from a pacer to the network. */
  private final class Exit implements Pacer.Exit {
    @Override
    public boolean isFull() {
      return socket.isFull();
    }

    @Override
    public void write(int size, Consumer<ByteBuffer> writer) {
      Link.this.write(size, writer);
    }
  }

  private enum State {
    OPEN,
    CLOSING,
    GONE
  }

  private final LinkFacts facts;
  private final Junction junction;
  private final RawSocket socket;
  private final RelayOptions.Links options;
  private final Time time;
  private final Instant since;
  private final Liveness liveness;
  private final Traffic traffic;
  private final @Nullable Pacer pacer;
  private final WebSocketReader reader = new WebSocketReader(WebSocketReader.Role.SERVER, this);
  private final FrameReader frames;
  private final Backlog parked;

  private State state = State.OPEN;
  private @Nullable Leg leg;
  private @Nullable Instant unreadSince;
  private long bytesReceived;
  private long bytesSent;

  Link(LinkFacts facts, Junction junction, RawSocket socket, Surroundings around) {
    this.facts = facts;
    this.junction = junction;
    this.socket = socket;
    this.options = around.options().links();
    this.time = around.time();
    this.traffic = around.traffic();
    this.since = time.clock().instant();
    this.liveness = new Liveness(time.nanoTime());
    Memory memory = bytes -> new PooledPiece(socket.borrow(bytes));
    this.frames = new FrameReader(memory);
    this.parked = new Backlog(memory);
    Rate rate = facts.rate(options);
    this.pacer =
        rate == null
            ? null
            : new Pacer(
                rate,
                time.nanoTime(),
                memory,
                new Exit(),
                nanos -> junction.alarm(nanos, () -> socket.guard(this::onAlarm)));
  }

  /** Begins to read for this leg. */
  void start(Leg newLeg) {
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
    return facts.side();
  }

  String linkId() {
    return facts.linkId();
  }

  LinkView.Client client() {
    return facts.client();
  }

  /** Whether so much waits to be sent to it that the other side must not be read. */
  boolean isFull() {
    return pacer == null ? socket.isFull() : pacer.isFull();
  }

  /**
   * Whether it lets its own answers pile up: only pongs and resets can bring it here, as the other
   * side was stopped before.
   */
  boolean isChoked() {
    return unsentBytes() > 2 * options.highWaterBytes();
  }

  /** Stops reading. */
  void pause() {
    if (unreadSince == null) {
      unreadSince = time.clock().instant();
    }
    liveness.onPaused();
    socket.pauseReading();
  }

  /** Goes on, first with what was parked; may be stopped again at once. */
  void resume() {
    while (!parked.isEmpty() && !junction.mustWait(this)) {
      receiveParked();
    }
    if (parked.isEmpty()) {
      unreadSince = null;
      liveness.onResumed();
      socket.resumeReading();
    }
  }

  void flush() {
    socket.flush();
  }

  /** All that it carried, with what frames add. */
  Carried carried() {
    return new Carried(bytesReceived, bytesSent, Duration.between(since, time.clock().instant()));
  }

  String subprotocol() {
    return facts.client().subprotocol().wireName();
  }

  /** Whether its client is still there; one of which that cannot be told is asked. */
  boolean isAlive() {
    return switch (liveness.look()) {
      case ALIVE -> true;
      case ASK -> {
        write(ControlFrame.pingFromServer());
        yield true;
      }
      case GONE -> false;
    };
  }

  /** How long nothing has come from its client. */
  Duration silence() {
    return liveness.silence();
  }

  /**
   * Ends it with a close frame, at once: what waits to be sent at an official client's pace is not
   * sent any more. What the client still sends is read and dropped meanwhile.
   */
  void close(int code, String reason) {
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSING;
    forgetWaiting();
    write(ControlFrame.closeFromServer(code, reason));
    socket.flush();
    socket.resumeReading();
    socket.closeAfter(options.linger());
  }

  /** Ends it without a close frame: an official client comes back. */
  void drop() {
    state = State.GONE;
    forgetWaiting();
    socket.drop();
  }

  LinkView view() {
    return new LinkView(
        linkId(),
        side(),
        facts.client(),
        leg == null ? Optional.empty() : leg.dialect(),
        since,
        traffic());
  }

  private LinkView.Traffic traffic() {
    Rate rate = facts.rate(options);
    return new LinkView.Traffic(
        bytesReceived,
        bytesSent,
        unsentBytes(),
        rate == null ? 0 : rate.bytesPerSecond(),
        Optional.ofNullable(unreadSince),
        silence());
  }

  @Override
  public void send(Message message) {
    if (state == State.OPEN) {
      MessageFraming framing = MessageFraming.fromServer(message);
      if (pacer == null) {
        write(framing.size(), out -> framing.write(out, 0));
      } else {
        pacer.send(framing);
      }
    }
  }

  @Override
  public void onBytes(ByteBuffer bytes) {
    bytesReceived += bytes.remaining();
    traffic.count(side(), bytes.remaining());
    liveness.onBytes();
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
    if (pacer != null) {
      pacer.release();
    }
    junction.settle();
  }

  @Override
  public void onClosed() {
    try {
      receiveLast();
    } finally {
      forgetWaiting();
      frames.discard();
      if (state == State.OPEN) {
        state = State.GONE;
        junction.onGone(this, "the connection ended without a close frame");
      }
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
    liveness.onPing();
    junction.onCarried(this, payload.remaining());
    if (state == State.OPEN) {
      write(ControlFrame.pongFromServer(payload));
    }
  }

  @Override
  public void onPong(ByteBuffer payload) {
    // That bytes came was seen already.
  }

  @Override
  public void onClose(int code, String reason) {
    receiveLast();
    if (state == State.OPEN) {
      write(ControlFrame.closeFromServer(CloseCode.NORMAL, ""));
      state = State.GONE;
      forgetWaiting();
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
      parked.add(frame.remaining(), out -> out.put(frame));
    }
  }

  private void receive(ByteBuffer frame) {
    if (leg != null) {
      junction.onCarried(this, frame.remaining());
      leg.onMessage(MessageCodec.decode(frame, MessageCodec.UnknownFields.REFUSE));
    }
  }

  private void receiveParked() {
    try {
      parked.remove(this::receive);
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

  private void onAlarm() {
    if (pacer != null) {
      pacer.onAlarm();
      junction.settle();
    }
  }

  private void forgetWaiting() {
    parked.clear();
    if (pacer != null) {
      pacer.discard();
    }
  }

  private int unsentBytes() {
    return socket.unsentBytes() + (pacer == null ? 0 : pacer.heldBytes());
  }

  private void write(ByteBuffer controlFrame) {
    write(controlFrame.remaining(), out -> out.put(controlFrame));
  }

  private void write(int size, Consumer<ByteBuffer> writer) {
    bytesSent += size;
    socket.write(size, writer);
  }
}
