package io.adit.server.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;

/**
 * A transport that may read more than the usual 64 KiB at once from an accepted connection: with
 * less, a busy link costs a third more. Small reads stay small, since the size follows what comes.
 *
 * <p>The library's own option would fix the size of the kernel's buffer as well, and with it the
 * speed of a link with a long round trip.
 */
record LargeReads(io.vertx.core.transport.Transport base)
    implements io.vertx.core.transport.Transport, Transport {
  private static final int MIN_BYTES = 2 * 1024;
  private static final int FIRST_BYTES = 16 * 1024;
  private static final int MAX_BYTES = 512 * 1024;

  /** Then the other connections of the event loop have their turn. */
  private static final int READS_IN_A_ROW = 4;

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public boolean available() {
    return base.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return base.unavailabilityCause();
  }

  @Override
  public Transport implementation() {
    return this;
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    base.implementation().configure(config, domainSocket, bootstrap);
    bootstrap.childOption(
        ChannelOption.RECVBUF_ALLOCATOR,
        new AdaptiveRecvByteBufAllocator(MIN_BYTES, FIRST_BYTES, MAX_BYTES)
            .maxMessagesPerRead(READS_IN_A_ROW));
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    base.implementation().configure(config, domainSocket, bootstrap);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    base.implementation().configure(channel, options);
  }

  @Override
  public boolean supportsDomainSockets() {
    return base.implementation().supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return base.implementation().supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return base.implementation().isAvailable();
  }

  @Override
  public java.net.SocketAddress convert(SocketAddress address) {
    return base.implementation().convert(address);
  }

  @Override
  public SocketAddress convert(java.net.SocketAddress address) {
    return base.implementation().convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return base.implementation().ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(
      int type, int count, ThreadFactory threadFactory, int ioRatio) {
    return base.implementation().eventLoopGroup(type, count, threadFactory, ioRatio);
  }

  @Override
  @SuppressWarnings("deprecation") // the type is in the signature that is overridden
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return base.implementation().datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return base.implementation().datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return base.implementation().channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return base.implementation().serverChannelFactory(domainSocket);
  }
}
