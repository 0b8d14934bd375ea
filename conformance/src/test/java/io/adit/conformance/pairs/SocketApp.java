package io.adit.conformance.pairs;

import io.adit.models.App;
import io.adit.models.Traffic;
import io.adit.models.link.Monitor;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An application's connection to a program, over a real socket. One thread writes and one reads, so
 * that nobody waits for the tunnel. It closes as well-behaved programs do: it ends its side behind
 * all that it wrote, and reads on to the end of the other.
 */
final class SocketApp implements App {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Behind it nothing is written. */
  private static final byte[] END = {};

  private final String service;
  private final Socket socket;
  private final Traffic traffic;
  private final Monitor monitor;
  private final BlockingQueue<byte[]> toWrite = new LinkedBlockingQueue<>();
  private boolean open = true; // guarded by monitor

  SocketApp(String service, Socket socket, Traffic traffic, Monitor monitor) {
    this.service = service;
    this.socket = socket;
    this.traffic = traffic;
    this.monitor = monitor;
  }

  SocketApp start() {
    Thread.ofVirtual().start(this::write);
    Thread.ofVirtual().start(this::read);
    return this;
  }

  private void write() {
    try {
      for (var bytes = toWrite.take(); bytes.length > 0; bytes = toWrite.take()) {
        socket.getOutputStream().write(bytes);
      }
      socket.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      // The reader sees the end too.
      return;
    }
  }

  private void read() {
    var buffer = new byte[BUFFER_BYTES];
    try (socket) {
      var in = socket.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        received(ByteBuffer.wrap(buffer, 0, count));
      }
    } catch (IOException e) {
      // A reset is an end as well.
    }
    monitor.run(() -> open = false);
  }

  /** An application that has closed hears nothing any more. */
  private void received(ByteBuffer bytes) {
    monitor.run(() -> {
      if (open) {
        traffic.onReceived(bytes);
      }
    });
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public void send(int bytes) {
    toWrite.add(traffic.next(bytes));
  }

  @Override
  public void close() {
    monitor.run(() -> open = false);
    toWrite.add(END);
  }

  @Override
  public boolean isOpen() {
    return monitor.get(() -> open);
  }

  @Override
  public Traffic traffic() {
    return traffic;
  }

  @Override
  public String toString() {
    return (isOpen() ? "open " : "closed ") + traffic;
  }
}
