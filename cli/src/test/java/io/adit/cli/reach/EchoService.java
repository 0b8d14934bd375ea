package io.adit.cli.reach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A device's application that says again what it hears, to the end of the line. */
final class EchoService implements AutoCloseable {
  private final ServerSocket listening;

  private EchoService(ServerSocket listening) {
    this.listening = listening;
  }

  static EchoService start() {
    try {
      EchoService echo = new EchoService(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(echo::accept);
      return echo;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      int heard = socket.getInputStream().read();
      while (heard >= 0) {
        socket.getOutputStream().write(heard);
        heard = heard == '\n' ? -1 : socket.getInputStream().read();
      }
    } catch (IOException e) {
      // The other end is gone.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
