package io.adit.conformance.sockets;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The source's end of a {@link DeviceExchange}: a TCP connection through a tunnel. */
public final class ExchangeConnection implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  public ExchangeConnection(int port) throws IOException {
    this(port, LIMIT);
  }

  /**
   * @param patience how long nothing may come where something is due
   */
  ExchangeConnection(int port, Duration patience) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    // The kernel would hold tens of mebibytes for whoever reads nothing.
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) LIMIT.toMillis());
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** One round; fails unless both ends saw exactly what the other sent. */
  public void exchange(long seed, int blocks) throws IOException {
    var sending = begin(seed, blocks);
    finish(sending, seed, blocks);
  }

  /** Begins a round and reads nothing of what comes. */
  CompletableFuture<Void> begin(long seed, int blocks) {
    return DeviceExchange.inBackground(() -> {
      out.writeLong(seed);
      out.writeInt(blocks);
      RandomBytes.write(out, seed, blocks);
    });
  }

  /** Reads the round that was begun. */
  void finish(CompletableFuture<Void> sending, long seed, int blocks) throws IOException {
    if (!RandomBytes.readAndCompare(in, ~seed, blocks)) {
      throw new AssertionError("the source saw bytes that the device did not send, seed " + seed);
    }
    sending.join();
    if (in.readByte() != 1) {
      throw new AssertionError("the device saw bytes that the source did not send, seed " + seed);
    }
  }

  /** Waits for the end of a connection on which nothing is due. */
  public void awaitEnd() {
    try {
      if (in.read() >= 0) {
        throw new AssertionError("the device sent a byte where its end was due");
      }
    } catch (SocketException e) {
      // A reset is an end as well.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("the connection did not end", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
