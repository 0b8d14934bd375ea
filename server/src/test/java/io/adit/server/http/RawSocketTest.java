package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
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

  @Test
  void onItsConnectionsOwnLoopItIsFullNoLongerThanTheNetworkTakes() {
    // Given
    var drained = new ArrayList<Boolean>();
    var socket = new RawSocket(channel, channel.eventLoop(), 1024, List.of());
    channel.pipeline().addLast(socket.inbound());
    socket.start(
        new Quiet() {
          @Override
          public void onDrained() {
            drained.add(socket.isFull());
          }
        });

    // When
    socket.write(1024, out -> out.put(new byte[1024]));
    boolean before = socket.isFull();
    socket.flush();
    boolean after = socket.isFull();

    // Then
    assertThat(before).isTrue();
    assertThat(after).isFalse();

    // When: there is something to send again before it is told.
    socket.write(1000, out -> out.put(new byte[1000]));
    channel.runPendingTasks();

    // Then
    assertThat(drained).containsExactly(false);
  }

  @Test
  void whatItLendsIsOfThePoolAndGoesBackThere() {
    var pool = new UnpooledByteBufAllocator(true);
    channel.config().setAllocator(pool);
    var socket = new RawSocket(channel, home::add, 1024, List.of());

    PooledBuffer one = socket.borrow(100);
    PooledBuffer other = socket.borrow(70_000);

    assertThat(one.bytes().remaining()).isEqualTo(100);
    assertThat(other.bytes().remaining()).isEqualTo(70_000);
    assertThat(pool.metric().usedHeapMemory()).isZero();
    assertThat(pool.metric().usedDirectMemory()).isEqualTo(70_100);

    one.release();
    other.release();

    assertThat(pool.metric().usedDirectMemory()).isZero();
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

  /** Does nothing. */
  private static class Quiet implements RawSocket.Listener {
    @Override
    public void onBytes(ByteBuffer bytes) {}

    @Override
    public void onReadComplete() {}

    @Override
    public void onDrained() {}

    @Override
    public void onClosed() {}
  }

  private void start() {
    var socket = new RawSocket(channel, home::add, 1024, List.of());
    channel.pipeline().addLast(socket.inbound());
    socket.start(
        new Quiet() {
          @Override
          public void onBytes(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
              heard.write(bytes.get());
            }
          }
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
