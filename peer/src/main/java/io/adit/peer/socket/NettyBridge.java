package io.adit.peer.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** What Vert.x has but shows through Netty only; no other class of the peer knows Netty. */
public final class NettyBridge {
  private NettyBridge() {}

  /** The readable bytes of a buffer that was read from a socket: a view, writable in place. */
  public static ByteBuffer view(Buffer buffer) {
    return ((BufferInternal) buffer).unwrap().nioBuffer();
  }

  /** A buffer over the bytes between position and limit, which must be left alone from now on. */
  public static Buffer wrap(ByteBuffer bytes) {
    ByteBuf wrapped = Unpooled.wrappedBuffer(bytes);
    return BufferInternal.buffer(wrapped);
  }

  /** An event loop for one proxy: everything that it registers there runs on one thread. */
  public static Context newEventLoop(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  /**
   * Writes what {@code writer} puts into a buffer of exactly {@code size} bytes. The memory is
   * pooled and outside the heap, where TLS and the kernel take it without another copy.
   */
  public static void write(NetSocket socket, int size, Consumer<ByteBuffer> writer) {
    NetSocketInternal internal = (NetSocketInternal) socket;
    ByteBuf bytes = internal.channelHandlerContext().alloc().directBuffer(size, size);
    writer.accept(bytes.internalNioBuffer(0, size));
    internal.writeMessage(bytes.writerIndex(size));
  }

  /** Closes at once, also where written bytes cannot leave; {@code close} would wait for them. */
  public static void abort(NetSocket socket) {
    var _ = ((NetSocketInternal) socket).channelHandlerContext().close();
  }

  /** Lets one read of the socket take up to so many bytes. */
  public static void limitReads(NetSocket socket, int maxBytes) {
    channel(socket).config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(maxBytes));
  }

  /**
   * Whether the other end's kernel still answers: true where it acknowledges what is sent, also
   * when its program reads nothing; false after two retransmissions or window probes without
   * answer. True where this platform cannot tell.
   */
  public static boolean peerKernelAnswers(NetSocket socket) {
    if (channel(socket) instanceof EpollSocketChannel epoll && epoll.isOpen()) {
      EpollTcpInfo tcp = epoll.tcpInfo();
      return tcp.retransmits() < 2 && tcp.probes() < 2;
    }
    return true;
  }

  private static Channel channel(NetSocket socket) {
    return ((NetSocketInternal) socket).channelHandlerContext().channel();
  }
}
