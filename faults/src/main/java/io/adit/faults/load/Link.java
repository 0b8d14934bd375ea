package io.adit.faults.load;

import io.adit.faults.history.Event;
import io.adit.faults.history.Recorder;
import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.Side;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.MessageFraming;
import io.adit.wire.websocket.WebSocketReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One side's link, in dialect V3, from its 101 on. The source begins connections; both sides send
 * on each, and take down what they send and see. Its reader owns all but the sending.
 */
final class Link implements WebSocketReader.Listener {
  static final String SERVICE = "XCH";

  private static final int READ_BYTES = 64 * 1024;

  private final long id;
  private final Side side;
  private final Transport.Connection connection;
  private final Recorder recorder;
  private final Streams streams;
  private final WebSocketReader webSocket = new WebSocketReader(WebSocketReader.Role.CLIENT, this);
  private final FrameReader frames = new FrameReader();
  private final Map<Place, Stream> open = new HashMap<>();
  private final ReentrantLock sending = new ReentrantLock();
  private volatile boolean ended;

  /** What a link's messages name. */
  private record Place(int streamId, int connectionId) {}

  /** One connection of it. */
  private record Outlet(Link of, Place place) implements Sender.Outlet {
    @Override
    public long link() {
      return of.id;
    }

    @Override
    public boolean send(ByteBuffer block) {
      return of.send(new Message.Data(place.streamId(), SERVICE, place.connectionId(), block));
    }
  }

  /** One connection: who sends on it, and what reads it. */
  private record Stream(Sender sender, Blocks blocks) {}

  /** Who makes the names of streams and connections, and how senders behave. */
  interface Streams {
    long nextName();

    /** How many blocks of which size, and how long between them. */
    Sender.Manner manner();
  }

  Link(long id, Side side, Transport.Connection connection, Recorder recorder, Streams streams) {
    this.id = id;
    this.side = side;
    this.connection = connection;
    this.recorder = recorder;
    this.streams = streams;
  }

  boolean isEnded() {
    return ended;
  }

  /** Reads until the link ends; on a thread of its own. */
  void run() {
    byte[] chunk = new byte[READ_BYTES];
    try {
      connection.tls().setSoTimeout(0);
      InputStream in = connection.tls().getInputStream();
      for (int count = in.read(chunk); count >= 0 && !ended; count = in.read(chunk)) {
        webSocket.read(ByteBuffer.wrap(chunk, 0, count));
      }
    } catch (IOException e) {
      // An end like any other.
    } catch (WireViolation e) {
      onTrouble("the server broke a rule of the wire: " + e.getMessage());
    } finally {
      end();
    }
  }

  /** Ends it without a word, as a network that goes. */
  void end() {
    ended = true;
    connection.drop();
  }

  /** Says that it ends, as a client that is done; not where a sender waits for room. */
  void close() {
    if (sending.tryLock()) {
      try {
        write(ControlFrame.closeFromClient(1000, "", mask()));
      } finally {
        sending.unlock();
      }
    }
    end();
  }

  @Override
  public void onPayload(ByteBuffer bytes) {
    frames.read(bytes, this::onMessage);
  }

  private void onMessage(ByteBuffer bytes) {
    switch (MessageCodec.decode(bytes, MessageCodec.UnknownFields.SKIP)) {
      case Message.ServiceIds _ -> {
        if (side == Side.SOURCE) {
          send(new Message.StreamStart(1, SERVICE, 1));
          begin(new Place(1, 1));
          send(new Message.ConnectionStart(1, SERVICE, 2));
          begin(new Place(1, 2));
        }
      }
      case Message.StreamStart start -> begin(new Place(start.streamId(), start.connectionId()));
      case Message.ConnectionStart start ->
          begin(new Place(start.streamId(), start.connectionId()));
      case Message.Data data -> onData(data);
      case Message.ConnectionReset reset ->
          onReset(new Place(reset.streamId(), reset.connectionId()));
      case Message.StreamReset reset -> onStreamReset(reset.streamId());
      case Message.SessionReset _ -> onTrouble("the server sends SESSION_RESET");
      case Message.Delivered delivered -> onTrouble("the server sends " + delivered);
      case Message.Unknown unknown -> onTrouble("the server sends " + unknown);
    }
  }

  private void begin(Place place) {
    var sender = new Sender(new Outlet(this, place), recorder, streams);
    long connectionName = streams.nextName();
    var blocks =
        new Blocks((block, intact) ->
            recorder.add(new Event.Received(System.nanoTime(), id, connectionName, block, intact)));
    open.put(place, new Stream(sender, blocks));
    Thread.ofVirtual().start(sender);
  }

  private void onData(Message.Data data) {
    Stream stream = open.get(new Place(data.streamId(), data.connectionId()));
    if (stream == null) {
      onTrouble("the server sends data of a connection that never began");
    } else {
      stream.blocks().read(data.payload());
    }
  }

  /** What no server may send. */
  private void onTrouble(String what) {
    recorder.add(new Event.RuleBroken(System.nanoTime(), id, what));
  }

  /** Of the connection, whose reader stays: late data must still be a prefix. */
  private void onReset(Place place) {
    Stream stream = open.get(place);
    if (stream != null) {
      stream.sender().stop();
      beginAnother(place);
    }
  }

  private void onStreamReset(int streamId) {
    open.forEach((place, stream) -> {
      if (place.streamId() == streamId) {
        stream.sender().stop();
      }
    });
    if (side == Side.SOURCE) {
      int next = lastStreamId() + 1;
      send(new Message.StreamStart(next, SERVICE, 1));
      begin(new Place(next, 1));
    }
  }

  /** What an application does when its connection is gone. */
  private void beginAnother(Place gone) {
    if (side == Side.SOURCE && gone.streamId() == lastStreamId()) {
      int next =
          open.keySet().stream()
                  .filter(place -> place.streamId() == gone.streamId())
                  .mapToInt(Place::connectionId)
                  .max()
                  .orElse(0)
              + 1;
      send(new Message.ConnectionStart(gone.streamId(), SERVICE, next));
      begin(new Place(gone.streamId(), next));
    }
  }

  private int lastStreamId() {
    return open.keySet().stream().mapToInt(Place::streamId).max().orElse(0);
  }

  /** From any thread; false when the link is over. */
  boolean send(Message message) {
    var framing = MessageFraming.fromClient(message);
    ByteBuffer frame = ByteBuffer.allocate(framing.size());
    framing.write(frame, mask());
    return write(frame.flip());
  }

  private boolean write(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    sending.lock();
    try {
      connection.tls().getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      end();
      return false;
    } finally {
      sending.unlock();
    }
  }

  /** Masking hides nothing here; any key but 0 will do. */
  private static int mask() {
    return ThreadLocalRandom.current().nextInt() | 1;
  }

  @Override
  public void onPing(ByteBuffer payload) {
    write(ControlFrame.pongFromClient(payload, mask()));
  }

  @Override
  public void onPong(ByteBuffer payload) {}

  @Override
  public void onClose(int code, String reason) {
    end();
  }
}
