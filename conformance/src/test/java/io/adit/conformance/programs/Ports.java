package io.adit.conformance.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for programs that cannot choose one themselves; none is handed out twice. */
public final class Ports {
  // Below the range from which systems choose ports for outgoing connections.
  private static final int FIRST = 20_000;
  private static final int LAST = 30_000;

  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, LAST));

  private Ports() {}

  public static int free() {
    for (int tried = 0; tried <= LAST - FIRST; tried++) {
      var port = NEXT.getAndUpdate(n -> n >= LAST ? FIRST : n + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("no port is free between %d and %d".formatted(FIRST, LAST));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
