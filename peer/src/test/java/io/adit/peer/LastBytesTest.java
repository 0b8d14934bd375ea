package io.adit.peer;

import static io.adit.peer.Apps.accept;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the other end sent before it closed reaches an application that is still sending. */
class LastBytesTest {
  private static final int SMALL_BUFFER_BYTES = 16 * 1024;
  private static final int CHUNK_BYTES = 60_000;
  private static final int CHUNKS = 10;

  private final PeerFixture fixture = new PeerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anApplicationThatSendsStillGetsAllThatCameBeforeTheEnd() throws Exception {
    try (ServerSocket sshd = withSmallBuffer()) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1));
      try (Socket app = accept(sshd)) {
        // Given: the proxy cannot take what the application sends.
        link.stopReading();
        awaitStalled(flood(app));

        // When
        for (int i = 0; i < CHUNKS; i++) {
          link.send(new Message.Data(1, "SSH", 1, ByteBuffer.wrap(new byte[CHUNK_BYTES])));
        }
        link.send(new Message.ConnectionReset(1, "SSH", 1));

        // Then
        assertThat(app.getInputStream().readAllBytes()).hasSize(CHUNKS * CHUNK_BYTES);
      }
    }
  }

  private static ServerSocket withSmallBuffer() throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReceiveBufferSize(SMALL_BUFFER_BYTES);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return server;
  }

  /** The application writes until its connection ends; returns how much it could. */
  private static AtomicLong flood(Socket app) {
    AtomicLong written = new AtomicLong();
    Thread.ofVirtual()
        .start(() -> {
          byte[] chunk = new byte[CHUNK_BYTES];
          try {
            while (true) {
              app.getOutputStream().write(chunk);
              written.addAndGet(chunk.length);
            }
          } catch (IOException e) {
            // The end of the connection.
            return;
          }
        });
    return written;
  }

  private void awaitStalled(AtomicLong written) throws InterruptedException {
    CountDownLatch stalled = new CountDownLatch(1);
    long[] last = {0};
    long timer =
        fixture
            .vertx()
            .setPeriodic(
                300,
                _ -> {
                  long now = written.get();
                  if (now > 0 && now == last[0]) {
                    stalled.countDown();
                  }
                  last[0] = now;
                });
    assertThat(stalled.await(30, TimeUnit.SECONDS)).isTrue();
    fixture.vertx().cancelTimer(timer);
  }
}
