package io.adit.bench.echo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

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
  private final LongAdder copied;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();

  private EchoServer(ServerSocket listening, LongAdder copied) {
    this.listening = listening;
    this.copied = copied;
  }

  /**
   * Begins to listen.
   *
   * @param copied is told how many bytes are taken
   */
  static EchoServer start(int port, LongAdder copied) throws IOException {
    var server =
        new EchoServer(new ServerSocket(port, 200, InetAddress.getLoopbackAddress()), copied);
    server.threads.execute(server::acceptAll);
    return server;
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = listening.accept();
        accepted.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      switch (in.read()) {
        case ECHO -> echo(in, socket.getOutputStream());
        case SINK -> Copying.sink(in, copied);
        case FLOOD -> Copying.flood(socket.getOutputStream(), Copying.AT_FULL_SPEED);
        case GIGABIT -> Copying.flood(socket.getOutputStream(), Copying.GIGABIT_BYTES);
        default -> {} // who only looked whether the way is there
      }
    } catch (IOException e) {
      // The other end is gone, which is how each of these ends.
    } finally {
      accepted.remove(socket);
    }
  }

  private static void echo(InputStream in, OutputStream out) throws IOException {
    byte[] bytes = new byte[BUFFER_BYTES];
    for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
      out.write(bytes, 0, count);
    }
  }

  /** Returns when nobody uses the port any more, so that another server may. */
  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : accepted) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    threads.close();
  }
}
