package io.adit.conformance.sockets;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device's service that sends and receives at once.
 *
 * <pre>
 *  source ─► seed: 8 bytes · blocks: 4 bytes · blocks of random(seed)
 *  source ◄─ blocks of random(~seed), at the same time · 1 when it saw random(seed), else 0
 * </pre>
 *
 * Then the next round may follow. {@link ExchangeConnection} is the source's end.
 */
public final class DeviceExchange implements AutoCloseable {
  private static final int BACKLOG = 200;

  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();

  public DeviceExchange() {
    try {
      listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no exchange service", e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed with its story.
      return;
    }
  }

  private void serve(Socket socket) {
    connections.incrementAndGet();
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new DataInputStream(socket.getInputStream());
      var out = new BufferedOutputStream(socket.getOutputStream(), RandomBytes.BLOCK);
      while (true) {
        long seed = in.readLong();
        int blocks = in.readInt();
        var sending = inBackground(() -> RandomBytes.write(out, ~seed, blocks));
        boolean same = RandomBytes.readAndCompare(in, seed, blocks);
        sending.join();
        out.write(same ? 1 : 0);
        out.flush();
      }
    } catch (IOException | CompletionException e) {
      // The source's end went away, which is how an exchange ends; it tells what it missed.
      return;
    } finally {
      connections.decrementAndGet();
    }
  }

  /** Something that may fail by its socket. */
  interface SocketWork {
    void run() throws IOException;
  }

  static CompletableFuture<Void> inBackground(SocketWork work) {
    var done = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
            done.complete(null);
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  /** How many are open now. */
  public int connections() {
    return connections.get();
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
