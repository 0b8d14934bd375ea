package io.adit.peer.socket;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two channels that block, such as standard input and output, as a stream of bytes. Each has a
 * thread of its own; the event loop never waits for them.
 *
 * <pre>
 *  input  ──► reader thread ──2 chunks at most──► event loop
 *  output ◄── writer thread ◄──a queue, bounded by isFull()── event loop
 * </pre>
 */
public final class ChannelStream implements ByteStream {
  private static final int CHUNKS_ON_THE_WAY = 2;

  /** For channels that somebody else has made non-blocking, as shared terminals are sometimes. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** The writer's last item: no other one is empty. */
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  /** What the system says where the other end of a pipe has gone. */
  private static final String BROKEN_PIPE = "Broken pipe";

  private final Channels channels;
  private final String name;
  private final Context context;
  private final int readBytes;
  private final int writeBytes;
  private final Promise<Void> closed = Promise.promise();

  // The reader's.
  private final Semaphore permits = new Semaphore(CHUNKS_ON_THE_WAY);
  private final Queue<ByteBuffer> arrived = new ArrayDeque<>();
  private @Nullable Consumer<ByteBuffer> onBytes;
  private Runnable onEnd = () -> {};
  private boolean paused = true;
  private boolean inputEnded;
  private boolean endTold;

  // The writer's.
  private final BlockingQueue<ByteBuffer> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger queuedBytes = new AtomicInteger();
  private Runnable onDrained = () -> {};
  private Runnable onTaken = () -> {};
  private Runnable onClosed = () -> {};
  private boolean closeTold;
  private volatile boolean awaitsRoom;
  private volatile boolean aborted;
  private final AtomicLong writtenBytes = new AtomicLong();
  private volatile @Nullable String failure;

  private ChannelStream(Channels channels, String name, int readBytes, int writeBytes) {
    this.channels = channels;
    this.name = name;
    this.context = requireNonNull(Vertx.currentContext(), "not on an event loop");
    this.readBytes = readBytes;
    this.writeBytes = writeBytes;
  }

  /**
   * Begins to read, for the event loop that calls.
   *
   * @param name for the log
   * @param readBytes what one read takes, at most
   * @param writeBytes what may wait for the output before the stream counts as full
   */
  public static ChannelStream start(Channels channels, String name, int readBytes, int writeBytes) {
    ChannelStream stream = new ChannelStream(channels, name, readBytes, writeBytes);
    Thread.ofPlatform().daemon().name("input").start(stream::readAll);
    Thread.ofPlatform().daemon().name("output").start(stream::writeAll);
    return stream;
  }

  /** Completes when nothing is written any more: all has been, or cannot be. */
  public Future<Void> closed() {
    return closed.future();
  }

  /** What broke; empty where nothing did, or where only nobody reads the output any more. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure).filter(text -> !text.contains(BROKEN_PIPE));
  }

  @Override
  public void onBytes(@Nullable Consumer<ByteBuffer> receiver) {
    onBytes = receiver;
  }

  @Override
  public void onEnd(Runnable receiver) {
    onEnd = receiver;
  }

  @Override
  public void onClosed(Runnable receiver) {
    onClosed = receiver;
  }

  @Override
  public void onDrained(Runnable receiver) {
    onDrained = receiver;
  }

  @Override
  public void onTaken(Runnable receiver) {
    onTaken = receiver;
  }

  @Override
  public long takenBytes() {
    return writtenBytes.get();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    handOver();
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      return;
    }
    if (queuedBytes.addAndGet(bytes.remaining()) >= writeBytes) {
      awaitsRoom = true;
    }
    queue.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
  }

  @Override
  public boolean isFull() {
    return awaitsRoom;
  }

  @Override
  public long progress() {
    return writtenBytes.get();
  }

  @Override
  public Future<Void> end() {
    queue.add(END);
    return closed.future();
  }

  @Override
  public void abort() {
    aborted = true;
    queue.add(END);
    onOutputClosed();
  }

  @Override
  public String remote() {
    return name;
  }

  private void readAll() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(readBytes);
    try {
      while (true) {
        permits.acquireUninterruptibly();
        int count = channels.in().read(buffer.clear());
        if (count < 0) {
          break;
        }
        if (count == 0) {
          LockSupport.parkNanos(RETRY_NANOS);
          permits.release();
          continue;
        }
        ByteBuffer chunk = ByteBuffer.allocate(count).put(buffer.flip()).flip();
        context.runOnContext(_ -> onArrived(chunk));
      }
    } catch (IOException e) {
      failure = "cannot read standard input: " + e.getMessage();
    }
    context.runOnContext(_ -> onInputEnded());
  }

  private void onArrived(ByteBuffer chunk) {
    arrived.add(chunk);
    handOver();
  }

  private void onInputEnded() {
    inputEnded = true;
    handOver();
  }

  private void handOver() {
    while (!paused && !arrived.isEmpty()) {
      ByteBuffer chunk = arrived.remove();
      permits.release();
      if (onBytes != null) {
        onBytes.accept(chunk);
      }
    }
    if (!paused && inputEnded && !endTold) {
      endTold = true;
      onEnd.run();
    }
  }

  private void writeAll() {
    try {
      for (ByteBuffer next = queue.take(); next.hasRemaining() && !aborted; next = queue.take()) {
        int count = next.remaining();
        writeWhole(next);
        writtenBytes.addAndGet(count);
        context.runOnContext(_ -> onTaken.run());
        if (queuedBytes.addAndGet(-count) <= writeBytes / 2 && awaitsRoom) {
          awaitsRoom = false;
          context.runOnContext(_ -> onDrained.run());
        }
      }
    } catch (IOException e) {
      failure = "cannot write standard output: " + e.getMessage();
    } catch (InterruptedException e) {
      failure = "cannot write standard output: interrupted";
    }
    context.runOnContext(_ -> onOutputClosed());
  }

  private void writeWhole(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining() && !aborted) {
      if (channels.out().write(bytes) == 0) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void onOutputClosed() {
    if (!closeTold) {
      closeTold = true;
      onClosed.run();
      closed.complete();
    }
  }
}
