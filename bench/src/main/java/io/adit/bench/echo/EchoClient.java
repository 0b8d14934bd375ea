package io.adit.bench.echo;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/** The application before a way: asks, and looks how long the answers take, in nanoseconds. */
final class EchoClient {
  private static final int MESSAGE_BYTES = 64;
  private static final int PATIENCE_MILLIS = 30_000;

  private final int port;
  private final LongAdder copied;

  /**
   * A client of this port.
   *
   * @param copied is told how many bytes are taken
   */
  EchoClient(int port, LongAdder copied) {
    this.port = port;
    this.copied = copied;
  }

  /** So many answers in all, over so many connections at once, each with one question under way. */
  List<Long> echoes(int connections, int count) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Callable<List<Long>>> each = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        each.add(() -> echoes(count / connections));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> done : threads.invokeAll(each)) {
        all.addAll(done.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IOException("an echo does not come: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private List<Long> echoes(int count) throws IOException {
    try (Socket socket = connect(EchoServer.ECHO)) {
      List<Long> nanos = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        long asked = System.nanoTime();
        exchange(socket, i);
        nanos.add(System.nanoTime() - asked);
      }
      return nanos;
    }
  }

  /** From the call that connects to the first answer, one connection after the other. */
  List<Long> firstBytes(int count) throws IOException {
    List<Long> nanos = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      try (Socket socket = connect()) {
        byte[] question = question(i);
        byte[] first = new byte[1 + question.length];
        first[0] = EchoServer.ECHO;
        System.arraycopy(question, 0, first, 1, question.length);
        socket.getOutputStream().write(first); // one write, as who wants a soon answer does
        requireAnswer(socket, question);
        nanos.add(System.nanoTime() - began);
      }
    }
    return nanos;
  }

  private static void exchange(Socket socket, int number) throws IOException {
    byte[] question = question(number);
    socket.getOutputStream().write(question);
    requireAnswer(socket, question);
  }

  private static byte[] question(int number) {
    byte[] question = new byte[MESSAGE_BYTES];
    Arrays.fill(question, (byte) number);
    return question;
  }

  private static void requireAnswer(Socket socket, byte[] question) throws IOException {
    byte[] answer = socket.getInputStream().readNBytes(question.length);
    if (!Arrays.equals(question, answer)) {
      throw new EOFException("the answer is not what was sent: " + answer.length + " bytes");
    }
  }

  /** A connection that sends so fast until it is closed. */
  Socket send(long bytesPerSecond) throws IOException {
    Socket socket = connect(EchoServer.SINK);
    begin(() -> Copying.flood(socket.getOutputStream(), bytesPerSecond));
    return socket;
  }

  /** A connection that is sent to until it is closed, in the way that the mode says. */
  Socket take(int mode) throws IOException {
    Socket socket = connect(mode);
    begin(() -> Copying.sink(socket.getInputStream(), copied));
    return socket;
  }

  /** What ends with its connection. */
  private interface Copy {
    void run() throws IOException;
  }

  private static void begin(Copy copy) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            copy.run();
          } catch (IOException e) {
            // Closed.
          }
        });
  }

  private Socket connect(int mode) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(mode);
    return socket;
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }
}
