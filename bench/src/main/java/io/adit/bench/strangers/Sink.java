package io.adit.bench.strangers;

import io.adit.bench.process.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes as many connections as a server does of strangers, drops what comes and says nothing: the
 * cheapest to attack.
 */
final class Sink implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 4_000;

  private final EventLoops loops = new EventLoops(1);
  private final AtomicInteger open = new AtomicInteger();
  private final Channel listening;

  Sink() throws IOException {
    ChannelFuture binding =
        loops
            .server()
            .childHandler(new Dropping())
            .bind(InetAddress.getLoopbackAddress(), 0)
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new IOException("Cannot listen", binding.cause());
    }
    listening = binding.channel();
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public void close() {
    loops.close();
  }

  @ChannelHandler.Sharable
  private final class Dropping extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (open.incrementAndGet() > MOST_CONNECTIONS) {
        var _ = context.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      open.decrementAndGet();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
