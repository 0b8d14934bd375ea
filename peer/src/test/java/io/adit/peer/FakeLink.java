package io.adit.peer;

import io.adit.wire.Extensions;
import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.websocket.AcceptKey;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.MessageFraming;
import io.adit.wire.websocket.WebSocketReader;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The relay's end of one link. What arrives waits in queues until the test asks for it. */
final class FakeLink {
  private static final int WAIT_SECONDS = 20;

  /** A handshake's request. */
  record Request(String line, Map<String, String> headers) {
    static Request parse(String text) {
      List<String> lines = List.of(text.strip().split("\r\n", -1));
      Map<String, String> headers =
          lines.stream()
              .skip(1)
              .map(line -> line.split(": ", 2))
              .collect(Collectors.toMap(it -> it[0].toLowerCase(Locale.ROOT), it -> it[1]));
      return new Request(lines.getFirst(), headers);
    }

    String header(String name) {
      return String.valueOf(headers.get(name));
    }

    /** The response that accepts. */
    String accept() {
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + AcceptKey.of(header("sec-websocket-key"))
          + "\r\nSec-WebSocket-Protocol: "
          + header("sec-websocket-protocol")
          + "\r\nchannel-id: channel-1\r\n\r\n";
    }
  }

  /** A close frame or, with code -1, the end of the connection without one. */
  record Close(int code, String reason) {
    static final Close NONE = new Close(-1, "");
  }

  private final Context context;
  private final NetSocket socket;
  private final Request request;
  private final Extensions agreed;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> pings = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
  private final BlockingQueue<Close> closes = new LinkedBlockingQueue<>();
  private volatile boolean answersPings = true;
  private volatile @Nullable Consumer<Message> onMessage;

  /**
   * @param agreed what the answer to the request named
   */
  FakeLink(Vertx vertx, NetSocket socket, Request request, Extensions agreed) {
    this.context = vertx.getOrCreateContext();
    this.socket = socket;
    this.request = request;
    this.agreed = agreed;
    FrameReader frames = new FrameReader();
    WebSocketReader webSocket =
        new WebSocketReader(
            WebSocketReader.Role.SERVER,
            new WebSocketReader.Listener() {
              @Override
              public void onPayload(ByteBuffer bytes) {
                frames.read(bytes, FakeLink.this::onFrame);
              }

              @Override
              public void onPing(ByteBuffer payload) {
                pings.add(StandardCharsets.US_ASCII.decode(payload.duplicate()).toString());
                if (answersPings) {
                  write(ControlFrame.pongFromServer(payload));
                }
              }

              @Override
              public void onPong(ByteBuffer payload) {
                pongs.add(StandardCharsets.US_ASCII.decode(payload).toString());
              }

              @Override
              public void onClose(int code, String reason) {
                closes.add(new Close(code, reason));
              }
            });
    socket.handler(bytes -> webSocket.read(ByteBuffer.wrap(bytes.getBytes())));
    socket.closeHandler(_ -> closes.add(Close.NONE));
    socket.exceptionHandler(_ -> {});
  }

  Request request() {
    return request;
  }

  /**
   * Passes on what each link brings to the other, as far as both carry it, and names the services.
   */
  static void join(FakeLink source, FakeLink destination, String... services) {
    source.passTo(destination);
    destination.passTo(source);
    for (FakeLink link : List.of(destination, source)) {
      if (!link.request().header("sec-websocket-protocol").endsWith("-1.0")) {
        link.sendServices(services);
      }
    }
  }

  private void passTo(FakeLink to) {
    forward(message -> {
      Message allowed = agreed.and(to.agreed).restrict(message);
      if (allowed != null) {
        to.send(allowed);
      }
      if (!to.takesMore()) {
        stopReading();
        to.onDrained(this::readAgain);
      }
    });
  }

  /** The next message that is no DATA; DATA fails the test. */
  Message next() throws InterruptedException {
    Message message = poll(messages);
    if (message instanceof Message.Data data) {
      throw new AssertionError("DATA of " + data.payload().remaining() + " bytes came");
    }
    return message;
  }

  /** The next bytes of one connection, as text; anything else fails the test. */
  String nextText(int bytes) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    while (text.length() < bytes) {
      Message message = poll(messages);
      if (!(message instanceof Message.Data data)) {
        throw new AssertionError(message + " came instead of DATA, after '" + text + "'");
      }
      text.append(StandardCharsets.UTF_8.decode(data.payload()));
    }
    return text.toString();
  }

  /** The next message, whatever it is. */
  Message any() throws InterruptedException {
    return poll(messages);
  }

  boolean hasMessages() {
    return !messages.isEmpty();
  }

  String ping() throws InterruptedException {
    return poll(pings);
  }

  String pong() throws InterruptedException {
    return poll(pongs);
  }

  Close close() throws InterruptedException {
    return poll(closes);
  }

  /** From now on messages go here, on the relay's event loop, and not into the queue. */
  void forward(Consumer<Message> to) {
    context.runOnContext(_ -> onMessage = to);
  }

  void send(Message... several) {
    for (Message message : several) {
      write(frame(message));
    }
  }

  void sendServices(String... services) {
    send(new Message.ServiceIds(List.of(services)));
  }

  /** Messages as units in one WebSocket frame. */
  void sendInOneFrame(Message... several) {
    write(frameOf(0x82, bytes(units(several))));
  }

  /** One message as a WebSocket message in fragments of so many bytes. */
  void sendFragmented(int fragmentBytes, Message message) {
    ByteBuffer unit = units(message);
    boolean first = true;
    while (unit.hasRemaining()) {
      int count = Math.min(fragmentBytes, unit.remaining());
      boolean last = count == unit.remaining();
      byte[] fragment = new byte[count];
      unit.get(fragment);
      write(frameOf((last ? 0x80 : 0) | (first ? 2 : 0), fragment));
      first = false;
    }
  }

  void sendPing(String payload) {
    write(frameOf(0x89, payload.getBytes(StandardCharsets.US_ASCII)));
  }

  void sendClose(int code, String reason) {
    write(ControlFrame.closeFromServer(code, reason));
  }

  /** Raw bytes behind the handshake. */
  void sendRaw(byte[] bytes) {
    socket.write(Buffer.buffer(bytes));
  }

  void ignorePings() {
    answersPings = false;
  }

  void stopReading() {
    socket.pause();
  }

  void readAgain() {
    socket.resume();
  }

  /** Ends the connection without a close frame. */
  void drop() {
    socket.close();
  }

  boolean takesMore() {
    return !socket.writeQueueFull();
  }

  void onEventLoop(Runnable action) {
    context.runOnContext(_ -> action.run());
  }

  void onDrained(Runnable then) {
    socket.drainHandler(_ -> then.run());
  }

  private void onFrame(ByteBuffer frame) {
    ByteBuffer copy = ByteBuffer.wrap(Arrays.copyOfRange(bytes(frame), 0, frame.remaining()));
    Message message = MessageCodec.decode(copy, MessageCodec.UnknownFields.REFUSE);
    Consumer<Message> to = onMessage;
    if (to != null) {
      to.accept(message);
    } else {
      messages.add(message);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static ByteBuffer frame(Message message) {
    MessageFraming framing = MessageFraming.fromServer(message);
    ByteBuffer out = ByteBuffer.allocate(framing.size());
    framing.write(out, 0);
    return out.flip();
  }

  private static ByteBuffer units(Message... several) {
    ByteBuffer out = ByteBuffer.allocate(65_535);
    for (Message message : several) {
      out.putShort((short) MessageCodec.encodedSize(message));
      MessageCodec.encode(message, out);
    }
    return out.flip();
  }

  private static ByteBuffer frameOf(int first, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(4 + payload.length).put((byte) first);
    if (payload.length < 126) {
      out.put((byte) payload.length);
    } else {
      out.put((byte) 126).putShort((short) payload.length);
    }
    return out.put(payload).flip();
  }

  private void write(ByteBuffer bytes) {
    socket.write(Buffer.buffer(bytes(bytes)));
  }

  private static <T> T poll(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within " + WAIT_SECONDS + " s");
    }
    return next;
  }
}
