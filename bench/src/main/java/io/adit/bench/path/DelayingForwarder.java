package io.adit.bench.path;

import io.adit.bench.process.EventLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A long way between two programs: what comes on one connection leaves on another one later, in
 * both directions, with no limit to how much is on its way up to {@link #MOST_ON_ITS_WAY}. It runs
 * in a process of its own. Since it takes bytes in at once, it shows how long protocols wait for
 * answers, and not how the kernel's TCP windows grow.
 */
public final class DelayingForwarder implements AutoCloseable {
  /** Then it stops reading. */
  private static final int MOST_ON_ITS_WAY = 256 * 1024 * 1024;

  private final EventLoops loops = new EventLoops(1); // both ends of a way belong to the same
  private final int target;
  private final Duration oneWay;
  private final Channel listening;

  private DelayingForwarder(int target, Duration oneWay) {
    this.target = target;
    this.oneWay = oneWay;
    this.listening = listen();
  }

  /**
   * Listens on a port that is free.
   *
   * @param target the port of loopback to connect to
   */
  static DelayingForwarder start(int target, Duration oneWay) {
    return new DelayingForwarder(target, oneWay);
  }

  /**
   * Forwards until the process ends.
   *
   * @param arguments the port to connect to, and how long bytes take one way, in ISO form
   */
  public static void main(String[] arguments) {
    DelayingForwarder forwarder =
        start(Integer.parseInt(arguments[0]), Duration.parse(arguments[1]));
    System.out.println("listening on port " + forwarder.port());
    forwarder.listening.closeFuture().syncUninterruptibly();
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  private Channel listen() {
    return loops
        .server()
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel accepted) {
                connect(accepted);
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .syncUninterruptibly()
        .channel();
  }

  private void connect(Channel accepted) {
    ChannelFuture there = accepted.newSucceededFuture();
    ChannelFuture connecting =
        loops
            .client()
            .handler(new OneWay(there, oneWay))
            .connect(InetAddress.getLoopbackAddress(), target);
    // At once, since a source may have sent all that it has before the other end is connected.
    accepted.pipeline().addLast(new OneWay(connecting, oneWay));
    connecting.addListener(done -> {
      if (!done.isSuccess()) {
        var _ = accepted.close();
      }
    });
  }

  /** From this channel to another one of the same event loop. */
  private static final class OneWay extends ChannelInboundHandlerAdapter {
    private final ChannelFuture connecting;
    private final Channel to;
    private final long delayNanos;
    private final Deque<OnItsWay> waiting = new ArrayDeque<>();
    private long bytes;

    /** Bytes, or the connection's end where there are none. */
    private record OnItsWay(@Nullable ByteBuf bytes, long dueNanos) {}

    OneWay(ChannelFuture connecting, Duration delay) {
      this.connecting = connecting;
      this.to = connecting.channel();
      this.delayNanos = delay.toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
      ByteBuf came = (ByteBuf) read;
      bytes += came.readableBytes();
      enter(context, came);
      context.channel().config().setAutoRead(bytes < MOST_ON_ITS_WAY);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      enter(context, null);
    }

    private void enter(ChannelHandlerContext context, @Nullable ByteBuf came) {
      waiting.add(new OnItsWay(came, System.nanoTime() + delayNanos));
      if (waiting.size() == 1) {
        schedule(context);
      }
    }

    private void schedule(ChannelHandlerContext context) {
      long nanos = waiting.element().dueNanos() - System.nanoTime();
      connecting.addListener(_ -> {
        var _ = context.executor().schedule(() -> leave(context), nanos, TimeUnit.NANOSECONDS);
      });
    }

    private void leave(ChannelHandlerContext context) {
      long now = System.nanoTime();
      while (!waiting.isEmpty() && waiting.element().dueNanos() - now <= 0) {
        ByteBuf due = waiting.remove().bytes();
        if (due == null) {
          // Behind the bytes before it, which a mere close would drop.
          to.write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
          bytes -= due.readableBytes();
          var _ = to.write(due);
        }
      }
      to.flush();
      context.channel().config().setAutoRead(bytes < MOST_ON_ITS_WAY);
      if (!waiting.isEmpty()) {
        schedule(context);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }

  @Override
  public void close() {
    loops.close();
  }
}
