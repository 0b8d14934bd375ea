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

/** Takes every connection, drops what comes and says nothing: the cheapest to attack. */
final class Sink implements AutoCloseable {
  private final EventLoops loops = new EventLoops(1);
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
  private static final class Dropping extends ChannelInboundHandlerAdapter {
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
