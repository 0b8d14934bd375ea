package io.adit.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.wire.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** The applications at both ends, in short words. */
final class Apps {
  private static final int WAIT_MILLIS = 20_000;

  private Apps() {}

  static Message data(int streamId, String service, int connectionId, String text) {
    return new Message.Data(streamId, service, connectionId, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), UTF_8);
  }

  static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  /** A service that listens on a free port of an address. */
  static ServerSocket listen(String address) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName(address));
    server.setSoTimeout(WAIT_MILLIS);
    return server;
  }

  static Socket accept(ServerSocket server) throws IOException {
    Socket socket = server.accept();
    socket.setSoTimeout(WAIT_MILLIS);
    return socket;
  }

  /** A port where nobody listens. */
  static int freePort() throws IOException {
    try (ServerSocket server = listen("127.0.0.1")) {
      return server.getLocalPort();
    }
  }
}
