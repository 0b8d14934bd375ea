package io.adit.bench.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of loopback, for programs that cannot choose one themselves. */
public final class Ports {
  private static final int LOWEST = 20_000;

  /** Linux's default; others begin above it. */
  private static final int LOWEST_CHOSEN_BY_SYSTEMS = 32_768;

  private Ports() {}

  /**
   * One that nobody listens on now, and that no connection is given either: what the system chooses
   * by itself may be another's by the time that it is listened on.
   */
  public static int free() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, LOWEST_CHOSEN_BY_SYSTEMS);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody's.
      }
    }
  }

  /**
   * Waits until something listens there; it sees a connection that ends at once.
   *
   * @param child whose it is: if that ends first, the wait does too
   */
  public static void await(int port, Child child, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    while (!accepts(port)) {
      if (!child.isAlive() || System.nanoTime() - end > 0) {
        throw new IOException(
            child.name() + " does not listen on port " + port + ". It says:\n" + child.said());
      }
      Pause.millis(20);
    }
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
