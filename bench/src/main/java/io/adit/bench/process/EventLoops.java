package io.adit.bench.process;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.concurrent.TimeUnit;

/** Event loops of the system's best kind. */
public final class EventLoops implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final MultiThreadIoEventLoopGroup group;

  public EventLoops(int threads) {
    group = Sockets.loops(threads);
  }

  /** For a TCP connection that we make; it waits for no more bytes than there are. */
  public Bootstrap client() {
    return new Bootstrap()
        .group(group)
        .channel(Sockets.channel())
        .option(ChannelOption.TCP_NODELAY, true);
  }

  /** The same for those that we accept. */
  public ServerBootstrap server() {
    return new ServerBootstrap()
        .group(group)
        .channel(Sockets.listeningChannel())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true);
  }

  /** Ends all connections. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
