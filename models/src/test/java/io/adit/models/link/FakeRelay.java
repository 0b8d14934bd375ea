package io.adit.models.link;

import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.websocket.AcceptKey;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A relay's port without TLS, on which a test plays the relay byte by byte. */
final class FakeRelay implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;

  private final ServerSocket listener;

  FakeRelay() throws IOException {
    listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(LIMIT_MILLIS);
  }

  Access access() {
    return new Access(
        () -> new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort()),
        "relay.example",
        "the-access-token",
        "the-client-token");
  }

  /** The next connection, its request read. */
  Visit next() throws IOException {
    return new Visit(listener.accept());
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** One connection of a client. */
  static final class Visit implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final List<String> request = new ArrayList<>();

    /** A frame, unmasked. */
    record Frame(boolean isFinal, int opcode, boolean masked, byte[] payload) {
      String text() {
        return new String(payload, StandardCharsets.US_ASCII);
      }
    }

    Visit(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(LIMIT_MILLIS);
      in = new DataInputStream(socket.getInputStream());
      for (String line = line(); !line.isEmpty(); line = line()) {
        request.add(line);
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
        line.append((char) next);
      }
      return line.toString().stripTrailing();
    }

    List<String> request() {
      return request;
    }

    Visit answers(String head) throws IOException {
      socket
          .getOutputStream()
          .write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    Visit accepts() throws IOException {
      return accepts("Sec-WebSocket-Protocol: a-word-of-its-own\n");
    }

    Visit accepts(String moreHeaders) throws IOException {
      String prefix = "Sec-WebSocket-Key: ";
      String key =
          request.stream().filter(line -> line.startsWith(prefix)).findFirst().orElseThrow();
      return answers(
          "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n"
              + "Sec-WebSocket-Accept: "
              + AcceptKey.of(key.substring(prefix.length()))
              + "\n"
              + moreHeaders
              + "\n");
    }

    Visit sends(Message... messages) throws IOException {
      for (Message message : messages) {
        int size = MessageCodec.encodedSize(message);
        ByteBuffer unit = ByteBuffer.allocate(2 + size).putShort((short) size);
        MessageCodec.encode(message, unit);
        sends(WebSocket.BINARY, unit.array());
      }
      return this;
    }

    Visit sends(int opcode, byte[] payload) throws IOException {
      ByteBuffer frame = ByteBuffer.allocate(4 + payload.length).put((byte) (0x80 | opcode));
      if (payload.length < 126) {
        frame.put((byte) payload.length);
      } else {
        frame.put((byte) 126).putShort((short) payload.length);
      }
      frame.put(payload);
      socket.getOutputStream().write(frame.array(), 0, frame.position());
      return this;
    }

    Frame reads() throws IOException {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      int length = second & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < length; i++) {
        payload[i] ^= mask[i & 3];
      }
      return new Frame((first & 0x80) != 0, first & 0x0f, (second & 0x80) != 0, payload);
    }

    /** The next frame that is no ping. */
    Frame readsPastPings() throws IOException {
      Frame frame = reads();
      while (frame.opcode() == WebSocket.PING) {
        frame = reads();
      }
      return frame;
    }

    /** Whether the client ends the connection here, pings aside. */
    boolean isEnded() throws IOException {
      try {
        readsPastPings();
        return false;
      } catch (EOFException | SocketException e) {
        return true;
      }
    }

    /** Ends the connection without a close frame. */
    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
