package io.adit.conformance.sockets;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLException;

/** A WebSocket connection after its handshake, spoken by hand. */
public final class Link implements AutoCloseable {
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final TlsConnection connection;
  private final HttpAnswer handshake;
  private final DataInputStream in;

  Link(TlsConnection connection, HttpAnswer handshake) {
    this.connection = connection;
    this.handshake = handshake;
    this.in = new DataInputStream(connection.in());
  }

  /** A WebSocket frame that the server sent. */
  public record Frame(int opcode, byte[] payload) {

    /** Of a close frame. */
    public int closeCode() {
      return ByteBuffer.wrap(payload).getShort() & 0xffff;
    }
  }

  public HttpAnswer handshake() {
    return handshake;
  }

  /** Sends one final frame, masked as a client must. */
  public void send(int opcode, byte[] payload) throws IOException {
    connection.send(frame(opcode, payload));
  }

  static byte[] frame(int opcode, byte[] payload) {
    var frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) (FINAL | opcode));
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i & 3]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /** Sends bytes that are no frame. */
  public void sendRaw(byte[] bytes) throws IOException {
    connection.send(bytes);
  }

  /** Reads one frame; servers do not mask. */
  public Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    int size = in.readUnsignedByte();
    long length =
        switch (size) {
          case 126 -> in.readUnsignedShort();
          case 127 -> in.readLong();
          default -> size;
        };
    return new Frame(opcode, in.readNBytes(Math.toIntExact(length)));
  }

  /** Reads over other frames to the server's close frame. */
  public Frame readClose() throws IOException {
    var frame = read();
    while (frame.opcode() != CLOSE) {
      frame = read();
    }
    return frame;
  }

  /** Whether the server ends the link, with a close frame or without one. */
  public boolean isEnded() throws IOException {
    try {
      readClose();
      return true;
    } catch (EOFException | SocketException | SSLException e) {
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
