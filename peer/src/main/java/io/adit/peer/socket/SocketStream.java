package io.adit.peer.socket;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket with limits that hold to the byte. Vert.x by itself learns that a socket is full only in
 * the event loop's next turn and after sixteen more messages, and goes on reading for as long.
 */
public final class SocketStream implements ByteStream {
  private final NetSocketInternal socket;
  private final Channel channel;
  private final Context context;
  private final String remote;

  private Runnable onDrained = () -> {};

  /**
   * @param socket as it was connected or accepted, in the same turn of the event loop
   * @param readBytes what one read takes, at most
   * @param writeBytes what may wait for the kernel before the stream counts as full
   */
  public SocketStream(NetSocket socket, int readBytes, int writeBytes) {
    this.socket = (NetSocketInternal) socket;
    this.channel = this.socket.channelHandlerContext().channel();
    this.context = requireNonNull(Vertx.currentContext(), "not on an event loop");
    this.remote = Endpoint.text(socket.remoteAddress());
    channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(readBytes));
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(writeBytes / 2, writeBytes));
    channel
        .pipeline()
        .addBefore(this.socket.channelHandlerContext().name(), null, new WritableAgain());
    // What breaks a connection also ends it, and the end is what counts.
    socket.exceptionHandler(_ -> {});
    pause();
  }

  @Override
  public void onBytes(@Nullable Consumer<ByteBuffer> receiver) {
    socket.handler(receiver == null ? null : bytes -> receiver.accept(view(bytes)));
  }

  @Override
  public void onEnd(Runnable receiver) {
    socket.endHandler(_ -> receiver.run());
  }

  @Override
  public void onDrained(Runnable receiver) {
    onDrained = receiver;
  }

  @Override
  public void pause() {
    socket.pause();
    channel.config().setAutoRead(false);
  }

  @Override
  public void resume() {
    channel.config().setAutoRead(true);
    socket.resume();
  }

  @Override
  public void write(ByteBuffer bytes) {
    socket.write(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)));
  }

  /**
   * Writes what {@code writer} puts into a buffer of exactly {@code size} bytes. The memory is
   * pooled and outside the heap, where TLS and the kernel take it without another copy.
   */
  public void write(int size, Consumer<ByteBuffer> writer) {
    ByteBuf bytes = channel.alloc().directBuffer(size, size);
    writer.accept(bytes.internalNioBuffer(0, size));
    socket.writeMessage(bytes.writerIndex(size));
  }

  @Override
  public boolean isFull() {
    return !channel.isWritable();
  }

  @Override
  public Future<Void> end() {
    return socket.end();
  }

  /** Closes at once, also where written bytes cannot leave. */
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

  private static ByteBuffer view(Buffer bytes) {
    return ((BufferInternal) bytes).unwrap().nioBuffer();
  }

  /** Stands before Vert.x in the pipeline. */
  private final class WritableAgain extends ChannelInboundHandlerAdapter {
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (channel.isWritable()) {
        // Not within the write that made room.
        context.runOnContext(_ -> onDrained.run());
      }
      ctx.fireChannelWritabilityChanged();
    }
  }
}
