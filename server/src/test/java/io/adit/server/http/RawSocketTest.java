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

  /** On a loop of its own an exception would only be logged, and the connection go on for ever. */
  @Test
  void aFaultWhereverTheListenerHearsSomethingEndsTheConnection() {
    for (Fault fault : Fault.values()) {
      // Given
      var channel = new EmbeddedChannel();
      var socket = new RawSocket(channel, home::add, 1, List.of());
      channel.pipeline().addLast(socket.inbound());
      var listener = new Faulty(fault);

      // When
      socket.start(listener);
      channel.pipeline().fireChannelRead(Unpooled.buffer(1).writeByte('x'));
      channel.pipeline().fireChannelReadComplete();
      runHome(channel);
      socket.write(1, out -> out.put((byte) 'y'));
      socket.flush();
      runHome(channel);

      // Then
      assertThat(channel.isOpen()).as(fault.name()).isFalse();
      assertThat(listener.heard).as(fault.name()).endsWith("fault", "closed");
      assertThat(home).isEmpty();
    }
  }

  private enum Fault {
    BYTES,
    READ_COMPLETE,
    DRAINED
  }

  /** Fails where it is told to. */
  private record Faulty(Fault fault, List<String> heard) implements RawSocket.Listener {
    Faulty(Fault fault) {
      this(fault, new ArrayList<>());
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
      hear(Fault.BYTES);
    }

    @Override
    public void onReadComplete() {
      hear(Fault.READ_COMPLETE);
    }

    @Override
    public void onDrained() {
      hear(Fault.DRAINED);
    }

    @Override
    public void onClosed() {
      heard.add("closed");
    }

    private void hear(Fault what) {
      if (fault == what) {
        heard.add("fault");
        throw new IllegalStateException("a fault");
      }
      heard.add("well");
    }
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
    runHome(channel);
  }

  private void runHome(EmbeddedChannel channel) {
    do {
      for (Runnable task = home.poll(); task != null; task = home.poll()) {
        task.run();
      }
      channel.runPendingTasks();
    } while (!home.isEmpty());
  }
}
