package io.adit.bench.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DelayingForwarderTest {
  private static final Duration ONE_WAY = Duration.ofMillis(40);
  private static final int MUCH = 4 * 1024 * 1024;

  @Test
  void anAnswerTakesTheWayThereAndBackHoweverMuchItIs() throws Exception {
    try (var target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DelayingForwarder forwarder = DelayingForwarder.start(target.getLocalPort(), ONE_WAY);
        var source = new Socket(InetAddress.getLoopbackAddress(), forwarder.port());
        Socket destination = accept(target)) {
      byte[] sent = new byte[MUCH];
      new Random(1).nextBytes(sent);
      var echoed =
          CompletableFuture.runAsync(() -> echo(destination, MUCH), Thread::startVirtualThread);
      long began = System.nanoTime();

      var written =
          CompletableFuture.runAsync(() -> write(source, sent), Thread::startVirtualThread);
      byte[] came = source.getInputStream().readNBytes(MUCH);

      assertThat(System.nanoTime() - began)
          .isGreaterThanOrEqualTo(ONE_WAY.multipliedBy(2).toNanos());
      assertThat(came).isEqualTo(sent);
      written.join();
      echoed.join();
    }
  }

  @Test
  void theEndComesBehindTheBytes() throws Exception {
    try (var target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DelayingForwarder forwarder = DelayingForwarder.start(target.getLocalPort(), ONE_WAY);
        var source = new Socket(InetAddress.getLoopbackAddress(), forwarder.port());
        Socket destination = accept(target)) {
      destination.setSoTimeout(10_000);
      source.getOutputStream().write(new byte[] {1, 2, 3});
      source.shutdownOutput();

      assertThat(destination.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
    }
  }

  private static Socket accept(ServerSocket target) throws IOException {
    target.setSoTimeout(10_000);
    return target.accept();
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void echo(Socket socket, int bytes) {
    try {
      socket.getOutputStream().write(socket.getInputStream().readNBytes(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
