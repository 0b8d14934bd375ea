package io.adit.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection whose HTTP is over: bytes in, bytes out.
 *
 * <p>The connection lives on its own event loop; the socket is used on another, its home, which may
 * be the same one. All methods are called on the home, and so is the listener. Between two
 * different loops bytes hop, in bounded amounts.
 *
 * <pre>
 *  connection's loop                          home
 *  channelRead  ──────── (hop) ───────►  Listener.onBytes
 *  send  ◄──── (one hop for a flush) ──  write, flush
 * </pre>
 */
public final class RawSocket {

  /** Hears what happens to the socket. */
  public interface Listener {
    /** Bytes came. They may be written over, and are gone when the call returns. */
    void onBytes(ByteBuffer bytes);

    /** For now no more bytes come: a good time to flush. */
    void onReadComplete();

    /** It was full and is no longer. */
    void onDrained();

    /** The connection is gone; nothing else is heard afterwards. */
    void onClosed();
  }

  private static final Logger LOG = LoggerFactory.getLogger(RawSocket.class);

  /** So many written bytes go out though nobody flushed. */
  private static final int MAX_BATCH_BYTES = 256 * 1024;

  /** So many read bytes may be on their way to the home at once. */
  private static final int MAX_HOPPING_BYTES = 256 * 1024;

  /** What each read is charged beside its bytes, so that reads of a byte each are bounded too. */
  private static final int HOP_BYTES = 256;

  private final Channel channel;
  private final Executor home;
  private final boolean hops;
  private final int highWaterBytes;

  // The connection loop's own.
  private final List<ByteBuf> readBeforeStart;
  private boolean started;

  // The home's own.
  private @Nullable Listener listener;
  private List<ByteBuf> batch = new ArrayList<>();
  private int batchBytes;
  private boolean closed;
  private boolean dropped;

  // Both loops': each is written by either and read by either, and no two belong together.
  private final AtomicInteger unsentBytes = new AtomicInteger();
  private final AtomicInteger hoppingBytes = new AtomicInteger();
  private volatile boolean full;
  private volatile boolean reading;

  RawSocket(Channel channel, Executor home, int highWaterBytes, List<ByteBuf> earlyBytes) {
    this.channel = channel;
    this.home = home;
    this.hops = !channel.eventLoop().equals(home);
    this.highWaterBytes = highWaterBytes;
    this.readBeforeStart = new ArrayList<>(earlyBytes);
  }

  /** What stands in the connection's pipeline for this socket. */
  ChannelInboundHandler inbound() {
    return new Inbound();
  }

  /** Begins to read. */
  public void start(Listener newListener) {
    listener = newListener;
    if (closed) {
      home.execute(newListener::onClosed);
      return;
    }
    reading = true;
    onConnectionLoop(() -> {
      started = true;
      readBeforeStart.forEach(this::onRead);
      readBeforeStart.clear();
      onReadComplete();
      applyReading();
    });
  }

  /** Lets no more bytes come; a bounded amount that was read already still does. */
  public void pauseReading() {
    if (reading) {
      reading = false;
      onConnectionLoop(this::applyReading);
    }
  }

  public void resumeReading() {
    if (!reading) {
      reading = true;
      onConnectionLoop(this::applyReading);
    }
  }

  /**
   * Writes exactly {@code size} bytes; they go out with the next flush.
   *
   * @param writer fills the buffer from its position to its limit
   */
  public void write(int size, Consumer<ByteBuffer> writer) {
    if (closed || dropped) {
      return;
    }
    ByteBuf bytes = channel.alloc().directBuffer(size, size);
    writer.accept(bytes.internalNioBuffer(0, size));
    batch.add(bytes.writerIndex(size));
    batchBytes += size;
    if (unsentBytes.addAndGet(size) >= highWaterBytes) {
      full = true;
    }
    if (batchBytes >= MAX_BATCH_BYTES) {
      flush();
    }
  }

  /** Sends what was written. */
  public void flush() {
    if (batch.isEmpty()) {
      return;
    }
    List<ByteBuf> buffers = batch;
    int bytes = batchBytes;
    batch = new ArrayList<>();
    batchBytes = 0;
    onConnectionLoop(() -> send(buffers, bytes));
  }

  /** A buffer of exactly so many bytes, whatever stands in them, for what cannot go on yet. */
  public PooledBuffer borrow(int size) {
    return new PooledBuffer(channel.alloc(), size);
  }

  /** Whether so much waits to be sent that no more should be written; until it is half of that. */
  public boolean isFull() {
    return full;
  }

  /** Bytes written that the network has not taken yet. */
  public int unsentBytes() {
    return unsentBytes.get();
  }

  /** Runs something of the listener's: a fault of ours in it ends the connection. */
  public void guard(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("A connection is dropped for a fault of ours", e);
      drop();
    }
  }

  /** Ends the connection once everything is sent, or soon if the other end does not take it. */
  public void closeWhenSent() {
    flush();
    onConnectionLoop(this::closeChannel);
  }

  /** Ends the connection, if it is still there then. */
  public void closeAfter(Duration delay) {
    ScheduledFuture<?> end =
        channel.eventLoop().schedule(this::closeChannel, delay.toMillis(), TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(_ -> end.cancel(false));
  }

  /** Ends the connection as it is. */
  public void drop() {
    dropped = true;
    discardBatch();
    onConnectionLoop(this::closeChannel);
  }

  private void send(List<ByteBuf> buffers, int bytes) {
    ByteBuf last = buffers.removeLast();
    for (ByteBuf buffer : buffers) {
      var _ = channel.write(buffer, channel.voidPromise());
    }
    channel.writeAndFlush(last).addListener(_ -> onSent(bytes));
  }

  private void onSent(int bytes) {
    if (unsentBytes.addAndGet(-bytes) <= highWaterBytes / 2 && full) {
      // Whoever writes now may go on at once; between two loops only the home knows.
      full = hops;
      home.execute(this::onMaybeDrained);
    }
  }

  private void onMaybeDrained() {
    full &= unsentBytes.get() > highWaterBytes / 2;
    if (!full) {
      hear(Listener::onDrained);
    }
  }

  private void onRead(ByteBuf bytes) {
    if (!hops) {
      deliver(bytes);
      return;
    }
    int count = HOP_BYTES + bytes.readableBytes();
    if (hoppingBytes.addAndGet(count) >= MAX_HOPPING_BYTES) {
      applyReading();
    }
    home.execute(() -> {
      deliver(bytes);
      int left = hoppingBytes.addAndGet(-count);
      if (left < MAX_HOPPING_BYTES && left + count >= MAX_HOPPING_BYTES) {
        onConnectionLoop(this::applyReading);
      }
    });
  }

  private void deliver(ByteBuf bytes) {
    try {
      hear(hears -> {
        for (ByteBuffer part : bytes.nioBuffers()) {
          hears.onBytes(part);
        }
      });
    } finally {
      bytes.release();
    }
  }

  private void onReadComplete() {
    toHome(() -> hear(Listener::onReadComplete));
  }

  private void onClosed() {
    closed = true;
    discardBatch();
    Listener hears = listener;
    if (hears != null) {
      guard(hears::onClosed);
    }
  }

  /** What is dropped is only heard to be closed. */
  private void hear(Consumer<Listener> what) {
    Listener hears = listener;
    if (hears != null && !closed && !dropped) {
      guard(() -> what.accept(hears));
    }
  }

  private void discardBatch() {
    batch.forEach(ByteBuf::release);
    batch.clear();
    unsentBytes.addAndGet(-batchBytes);
    batchBytes = 0;
  }

  private void applyReading() {
    channel.config().setAutoRead(reading && hoppingBytes.get() < MAX_HOPPING_BYTES);
  }

  /** Its outcome is heard where the channel leaves its pipeline. */
  private void closeChannel() {
    var _ = channel.close();
  }

  private void onConnectionLoop(Runnable task) {
    if (hops) {
      channel.eventLoop().execute(task);
    } else {
      task.run();
    }
  }

  private void toHome(Runnable task) {
    if (hops) {
      home.execute(task);
    } else {
      task.run();
    }
  }

  /** The end of the connection's pipeline. */
  private final class Inbound extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      if (started) {
        onRead(bytes);
      } else {
        readBeforeStart.add(bytes);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (started) {
        onReadComplete();
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      readBeforeStart.forEach(ByteBuf::release);
      readBeforeStart.clear();
      // Later, even on the same loop: whoever is writing now must not be told in between.
      home.execute(RawSocket.this::onClosed);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("The connection of {} fails: {}", context.channel(), cause.toString());
      closeChannel();
    }
  }
}
