package io.adit.bench.echo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The application behind a way. The first byte of a connection says what it does: {@link #ECHO}
 * sends back what comes, {@link #SINK} takes it, {@link #FLOOD} sends without end, {@link #GIGABIT}
 * too, but no faster than a gigabit network.
 */
final class EchoServer implements AutoCloseable {
  static final int ECHO = 'E';
  static final int SINK = 'S';
  static final int FLOOD = 'F';
  static final int GIGABIT = 'G';

  private static final int BUFFER_BYTES = 64 * 1024;

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private EchoServer(ServerSocket listening) {
    this.listening = listening;
  }

  static EchoServer start(int port) throws IOException {
    var server = new EchoServer(new ServerSocket(port, 200, InetAddress.getLoopbackAddress()));
    server.threads.execute(server::acceptAll);
    return server;
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket accepted = listening.accept();
        threads.execute(() -> serve(accepted));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      switch (in.read()) {
        case ECHO -> echo(in, socket.getOutputStream());
        case SINK -> Copying.sink(in);
        case FLOOD -> Copying.flood(socket.getOutputStream(), Copying.AT_FULL_SPEED);
        case GIGABIT -> Copying.flood(socket.getOutputStream(), Copying.GIGABIT_BYTES);
        default -> {} // who only looked whether the way is there
      }
    } catch (IOException e) {
      // The other end is gone, which is how each of these ends.
    }
  }

  private static void echo(InputStream in, OutputStream out) throws IOException {
    byte[] bytes = new byte[BUFFER_BYTES];
    for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
      out.write(bytes, 0, count);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    threads.shutdown();
  }
}
