package io.adit.peer.socket;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A socket with limits that hold to the byte, and with two ends that end apart. Vert.x by itself
 * learns that a socket is full only in the event loop's next turn and after sixteen more messages,
 * goes on reading for as long, and closes both ways when one ends.
 */
public final class SocketStream implements ByteStream {
  /** The kernel tells its times in whole ticks, of up to 10 ms. */
  private static final long KERNEL_CLOCK_MILLIS = 50;

  /** A handler's name in the pipeline. */
  private static final String CHANNEL_EVENTS = "adit";

  /** An application may go on to send so long after it was told the end. */
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  /** Goes through Vert.x's queue behind the last bytes, so that it is told in its place. */
  private static final Object END_OF_INPUT = new Object();

  private final NetSocketInternal socket;
  private final Channel channel;
  private final ContextInternal context;
  private final String remote;

  private boolean lends;
  private boolean paused;

  /** Reads that Vert.x was given and has not passed on yet. */
  private int queued;

  private @Nullable Consumer<ByteBuffer> onBytes;
  private Runnable onEnd = () -> {};
  private Runnable onClosed = () -> {};
  private Runnable onDrained = () -> {};
  private Runnable onTaken = () -> {};
  private boolean ended;
  private boolean ending;
  private long writtenBytes;
  private long sentAtMillis;

  /**
   * @param socket as it was connected or accepted, in the same turn of the event loop
   * @param readBytes what one read takes, at most
   * @param writeBytes what may wait for the kernel before the stream counts as full
   */
  public SocketStream(NetSocket socket, int readBytes, int writeBytes) {
    this.socket = (NetSocketInternal) socket;
    this.channel = this.socket.channelHandlerContext().channel();
    this.context = requireNonNull(ContextInternal.current(), "not on an event loop");
    this.remote = Endpoint.text(socket.remoteAddress());
    channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(readBytes));
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(writeBytes / 2, writeBytes));
    // TLS has an end of its own, which is both ways.
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, !socket.isSsl());
    channel
        .pipeline()
        .addBefore(this.socket.channelHandlerContext().name(), CHANNEL_EVENTS, new ChannelEvents());
    this.socket.messageHandler(this::onMessage);
    // What breaks a connection also ends it, and the end is what counts.
    socket.exceptionHandler(_ -> {});
    socket.endHandler(_ -> onSocketClosed());
    pause();
  }

  /**
   * From now on bytes are only lent to whoever is told of them. That spares a copy of each read,
   * and collecting it.
   */
  public SocketStream lending() {
    lends = true;
    return this;
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
    return writtenBytes;
  }

  @Override
  public void pause() {
    paused = true;
    socket.pause();
    channel.config().setAutoRead(false);
  }

  @Override
  public void resume() {
    paused = false;
    channel.config().setAutoRead(true);
    socket.resume();
  }

  @Override
  public void write(ByteBuffer bytes) {
    var _ = write(bytes.remaining(), copy -> copy.put(bytes));
  }

  /**
   * Writes what {@code writer} puts into a buffer of exactly {@code size} bytes. The memory is
   * pooled and outside the heap, where TLS and the kernel take it without another copy. Completes
   * when the kernel has taken it.
   */
  public Future<Void> write(int size, Consumer<ByteBuffer> writer) {
    ByteBuf bytes = channel.alloc().directBuffer(size, size);
    writer.accept(bytes.internalNioBuffer(0, size));
    return write(bytes.writerIndex(size));
  }

  private Future<Void> write(ByteBuf bytes) {
    int count = bytes.readableBytes();
    return socket.writeMessage(bytes).onSuccess(_ -> onTaken(count));
  }

  private void onTaken(int count) {
    writtenBytes += count;
    onTaken.run();
  }

  /** A buffer of exactly so many bytes, whatever stands in them. */
  public PooledBuffer borrow(int size) {
    return new PooledBuffer(channel.alloc(), size);
  }

  @Override
  public boolean isFull() {
    return !channel.isWritable();
  }

  /**
   * What the kernel took, and where it can tell, what it sent: it may hold megabytes of a slow
   * reader, and take no more for minutes although the reader reads.
   */
  @Override
  public long progress() {
    if (channel instanceof EpollSocketChannel epoll && epoll.isOpen()) {
      long nowMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      long sent = nowMillis - epoll.tcpInfo().lastDataSent();
      if (sent - sentAtMillis > KERNEL_CLOCK_MILLIS) {
        sentAtMillis = sent;
      }
    }
    return writtenBytes + sentAtMillis;
  }

  /**
   * A plain socket says behind what was written that nothing more comes, and is read over to the
   * end of the other side, with a limit, before it closes: closed with bytes unread, TCP resets it,
   * and what the other side has not read yet is lost.
   */
  @Override
  public Future<Void> end() {
    if (speaksTls() || ended || !(channel instanceof DuplexChannel duplex)) {
      return socket.end();
    }
    ending = true;
    long limit = context.owner().setTimer(END_LIMIT.toMillis(), _ -> abort());
    channel.closeFuture().addListener(_ -> context.owner().cancelTimer(limit));
    Promise<Void> told = Promise.promise();
    socket
        .writeMessage(Unpooled.EMPTY_BUFFER)
        .onComplete(_ -> duplex.shutdownOutput().addListener(_ -> told.complete()));
    return told.future();
  }

  private boolean speaksTls() {
    return channel.pipeline().get(SslHandler.class) != null;
  }

  /**
   * Speaks TLS with this endpoint from now on, inside whatever is spoken already; the stream is
   * paused. Fails with a {@link DialException}.
   */
  public Future<Void> startTls(TlsClient tls, Endpoint.Tcp to) {
    SslHandler handler = tls.handler(channel.alloc(), to);
    Promise<Void> promise = Promise.promise();
    handler
        .handshakeFuture()
        .addListener(done -> context.runOnContext(_ -> onTls(to, done.cause(), promise)));
    channel.pipeline().addBefore(CHANNEL_EVENTS, null, handler);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    channel.config().setAutoRead(true);
    return promise.future();
  }

  private void onTls(Endpoint.Tcp to, @Nullable Throwable failure, Promise<Void> promise) {
    if (failure == null) {
      pause();
      promise.complete();
    } else if (failure instanceof ClosedChannelException) {
      promise.fail(DialFailure.of(to, new SSLException("the connection was closed", failure)));
    } else {
      promise.fail(DialFailure.of(to, failure));
    }
  }

  @Override
  public void abort() {
    var _ = socket.channelHandlerContext().close();
  }

  @Override
  public String remote() {
    return remote;
  }

  /**
   * Whether the other end's kernel still answers: true where it acknowledges what is sent, also
   * when its program reads nothing; false after two retransmissions or window probes without
   * answer. True where this platform cannot tell.
   */
  public boolean peerKernelAnswers() {
    if (channel instanceof EpollSocketChannel epoll && epoll.isOpen()) {
      EpollTcpInfo tcp = epoll.tcpInfo();
      return tcp.retransmits() < 2 && tcp.probes() < 2;
    }
    return true;
  }

  private void onMessage(Object message) {
    if (message == END_OF_INPUT) {
      onInputEnded();
    } else {
      queued--;
      tell((ByteBuffer) message);
    }
  }

  private void tell(ByteBuffer bytes) {
    if (onBytes != null) {
      onBytes.accept(bytes);
    }
  }

  private void onInputEnded() {
    if (!ended) {
      ended = true;
      onEnd.run();
      if (ending) {
        var _ = socket.end();
      }
    }
  }

  private void onSocketClosed() {
    onInputEnded();
    onClosed.run();
  }

  /** Stands before Vert.x in the pipeline. */
  private final class ChannelEvents extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!(message instanceof ByteBuf bytes)) {
        ctx.fireChannelRead(message);
      } else if (lends && !paused && queued == 0) {
        try {
          context.emit(bytes.nioBuffer(), SocketStream.this::tell);
        } finally {
          bytes.release();
        }
      } else {
        queued++;
        // On the heap, so that nobody has to release what waits in a queue of a closed socket.
        ctx.fireChannelRead(BufferInternal.safeBuffer(bytes).unwrap().nioBuffer());
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (channel.isWritable()) {
        // Not within the write that made room.
        context.runOnContext(_ -> onDrained.run());
      }
      ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        ctx.fireChannelRead(END_OF_INPUT);
        ctx.fireChannelReadComplete();
      }
      ctx.fireUserEventTriggered(event);
    }
  }
}
