package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A socket whose home is another event loop than its connection's. */
class RawSocketTest {
  private static final int READS = 50_000;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Queue<Runnable> home = new ArrayDeque<>();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final List<ByteBuf> sent = new ArrayList<>();

  @Test
  void manyTinyReadsDoNotPileUpBeforeABusyHome() {
    // Given
    start();

    // When: each read brings one byte, and the home has no time.
    while (channel.config().isAutoRead() && sent.size() < READS) {
      read();
    }

    // Then: what waits is bounded by what it costs, not by its one byte each.
    int readBeforePause = sent.size();
    assertThat(readBeforePause).isBetween(100, 5_000);

    // When
    runHome();

    // Then
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(heard.size()).isEqualTo(readBeforePause);
    assertThat(sent).allMatch(bytes -> bytes.refCnt() == 0);
  }

  private void start() {
    var socket = new RawSocket(channel, home::add, 1024, List.of());
    channel.pipeline().addLast(socket.inbound());
    socket.start(
        new RawSocket.Listener() {
          @Override
          public void onBytes(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
              heard.write(bytes.get());
            }
          }

          @Override
          public void onReadComplete() {}

          @Override
          public void onDrained() {}

          @Override
          public void onClosed() {}
        });
    channel.runPendingTasks();
  }

  private void read() {
    ByteBuf bytes = Unpooled.buffer(1).writeByte('x');
    sent.add(bytes);
    channel.pipeline().fireChannelRead(bytes);
  }

  private void runHome() {
    for (Runnable task = home.poll(); task != null; task = home.poll()) {
      task.run();
    }
    channel.runPendingTasks();
  }
}
