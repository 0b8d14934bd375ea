package io.adit.server.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
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

/** A transport whose listening ports are tuned. */
record TunedTransport(io.vertx.core.transport.Transport base, PortTuning tuning)
    implements io.vertx.core.transport.Transport, Transport {

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
    tuning.beforeOptions(config);
    base.implementation().configure(config, domainSocket, bootstrap);
    tuning.afterOptions(bootstrap);
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
