package io.adit.models.link;

import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.WireLimits;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Frames on a socket, behind the handshake. One thread reads; any thread writes, a whole frame at a
 * time, so that a ping may stand between the fragments of a message.
 */
final class WebSocket implements AutoCloseable {
  static final int CONTINUATION = 0x0;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xa;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int MAX_HEADER_BYTES = 14;
  // Small, so that a client that stops reading leaves the rest in the socket.
  private static final int BUFFER_BYTES = 8_192;

  private final Socket socket;
  private final int fragmentBytes;
  private final DataInputStream in;
  private final OutputStream out; // guarded by this

  /** A frame from the relay. */
  record Frame(int opcode, boolean isFinal, byte[] payload) {}

  /**
   * @param fragmentBytes the most that it sends in one frame
   */
  WebSocket(Socket socket, int fragmentBytes) throws IOException {
    this.socket = socket;
    this.fragmentBytes = fragmentBytes;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
    this.out = socket.getOutputStream();
  }

  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    int size = in.readUnsignedByte();
    if ((size & MASKED) != 0) {
      throw new IOException("a relay does not mask");
    }
    long length =
        switch (size) {
          case 126 -> in.readUnsignedShort();
          case 127 -> in.readLong();
          default -> size;
        };
    byte[] payload = in.readNBytes(Math.toIntExact(length));
    if (payload.length < length) {
      throw new IOException("the connection ends inside a frame");
    }
    return new Frame(first & 0x0f, (first & FINAL) != 0, payload);
  }

  /** Sends a message as one binary WebSocket message, in fragments where it is long. */
  void send(Message message) throws IOException {
    byte[] unit = unit(message);
    for (int from = 0; from < unit.length; from += fragmentBytes) {
      int to = Math.min(from + fragmentBytes, unit.length);
      int opcode = from == 0 ? BINARY : CONTINUATION;
      send(opcode, to == unit.length, Arrays.copyOfRange(unit, from, to));
    }
  }

  /** Sends a control frame. */
  void send(int opcode, byte[] payload) throws IOException {
    send(opcode, true, payload);
  }

  private void send(int opcode, boolean isFinal, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(MAX_HEADER_BYTES + payload.length);
    frame.put((byte) ((isFinal ? FINAL : 0) | opcode));
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length <= 0xffff) {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    int mask = ThreadLocalRandom.current().nextInt();
    frame.putInt(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask >>> (24 - 8 * (i & 3))));
    }
    synchronized (this) {
      out.write(frame.array(), 0, frame.position());
      out.flush();
    }
  }

  private static byte[] unit(Message message) {
    int size = MessageCodec.encodedSize(message);
    ByteBuffer unit = ByteBuffer.allocate(WireLimits.LENGTH_BYTES + size).putShort((short) size);
    MessageCodec.encode(message, unit);
    return unit.array();
  }

  /** Ends the connection without a close frame. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
