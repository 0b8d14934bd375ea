package io.adit.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.RawConnection;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.websocket.ControlFrame;
import io.adit.wire.websocket.MessageFraming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A client's end of a link, with every WebSocket frame made and looked at by hand. */
final class LinkClient implements AutoCloseable {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xa;

  /** What one WebSocket frame from the server holds. */
  record Frame(int opcode, boolean fin, byte[] payload) {}

  private final RawConnection connection;
  private final RawConnection.Response handshake;
  private final Random masks = new Random(7);

  LinkClient(RawConnection connection, HandshakeText handshake) throws IOException {
    this.connection = connection;
    this.handshake = connection.send(handshake.bytes()).readResponse();
    assertThat(this.handshake.status()).as(this.handshake.body()).isEqualTo(101);
  }

  RawConnection.Response handshake() {
    return handshake;
  }

  /** Sends a message as a careful client does: whole, in one frame. */
  void send(Message message) throws IOException {
    MessageFraming framing = MessageFraming.fromClient(message);
    ByteBuffer out = ByteBuffer.allocate(framing.size());
    framing.write(out, masks.nextInt());
    connection.send(out.array());
  }

  /** Sends one WebSocket frame. */
  void sendFrame(boolean fin, int opcode, byte[] payload) throws IOException {
    connection.send(frame(fin, opcode, payload));
  }

  /** Sends bytes as they are. */
  void sendRaw(byte[] bytes) throws IOException {
    connection.send(bytes);
  }

  byte[] frame(boolean fin, int opcode, byte[] payload) {
    int mask = masks.nextInt();
    ByteBuffer out = ByteBuffer.allocate(payload.length + 14);
    out.put((byte) ((fin ? 0x80 : 0) | opcode));
    if (payload.length < 126) {
      out.put((byte) (0x80 | payload.length));
    } else if (payload.length <= 0xffff) {
      out.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      out.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    out.putInt(mask);
    for (int i = 0; i < payload.length; i++) {
      out.put((byte) (payload[i] ^ mask >>> (24 - 8 * (i & 3))));
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /** A message with its length before it, as the tunnel's byte stream has it. */
  static byte[] unit(Message message) {
    int size = MessageCodec.encodedSize(message);
    ByteBuffer out = ByteBuffer.allocate(2 + size).putShort((short) size);
    MessageCodec.encode(message, out);
    return out.array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  Frame nextFrame() throws IOException {
    byte[] head = connection.read(2);
    assertThat(head[1] & 0x80).as("the server does not mask").isZero();
    int length =
        switch (head[1] & 0x7f) {
          case 126 -> ByteBuffer.wrap(connection.read(2)).getShort() & 0xffff;
          case 127 -> Math.toIntExact(ByteBuffer.wrap(connection.read(8)).getLong());
          default -> head[1] & 0x7f;
        };
    assertThat(head[0] & 0x70).as("no extension").isZero();
    return new Frame(head[0] & 0x0f, (head[0] & 0x80) != 0, connection.read(length));
  }

  /** The next message, which must be alone in its WebSocket message. */
  Message next() throws IOException {
    Frame frame = nextFrame();
    if (frame.opcode() == CLOSE) {
      throw new AssertionError("closed with " + closeText(frame));
    }
    assertThat(frame.opcode()).isEqualTo(BINARY);
    assertThat(frame.fin()).isTrue();
    ByteBuffer unit = ByteBuffer.wrap(frame.payload());
    assertThat(unit.getShort() & 0xffff).isEqualTo(unit.remaining());
    return MessageCodec.decode(unit, MessageCodec.UnknownFields.REFUSE);
  }

  /** Reads the close frame that comes next and answers it; returns "code reason". */
  String closed() throws IOException {
    Frame frame = nextFrame();
    assertThat(frame.opcode()).as("a close frame comes").isEqualTo(CLOSE);
    String text = closeText(frame);
    close(1000);
    assertThat(connection.isAtEnd()).as("the server ends the connection").isTrue();
    return text;
  }

  /** Sends a close frame. */
  void close(int code) throws IOException {
    connection.send(ControlFrame.closeFromClient(code, "", masks.nextInt()).array());
  }

  /** Whether the connection ends here, without a close frame. */
  boolean isCut() throws IOException {
    return connection.isAtEnd();
  }

  /** Cuts the connection, also while another thread writes to it. */
  void cut() throws IOException {
    connection.cut();
  }

  /** Ends the connection without a close frame. */
  @Override
  public void close() throws IOException {
    connection.close();
  }

  private static String closeText(Frame frame) {
    ByteBuffer payload = ByteBuffer.wrap(frame.payload());
    return payload.getShort() + " " + StandardCharsets.UTF_8.decode(payload);
  }
}
