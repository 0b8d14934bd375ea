package io.adit.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.vertx.core.net.TcpConfig;
import java.util.function.Predicate;

/**
 * Cuts connections before anything is spent on their TLS handshake. It sits on the listening
 * socket, on the acceptor's thread.
 */
@ChannelHandler.Sharable
final class FloodGate extends ChannelInboundHandlerAdapter implements PortTuning {
  private final Predicate<ClientNetwork> isFlood;
  private final PortTuning tuning;

  /**
   * @param isFlood whose connections are cut
   * @param tuning of those that are not
   */
  FloodGate(Predicate<ClientNetwork> isFlood, PortTuning tuning) {
    this.isFlood = isFlood;
    this.tuning = tuning;
  }

  @Override
  public void beforeOptions(TcpConfig options) {
    tuning.beforeOptions(options);
  }

  @Override
  public void afterOptions(ServerBootstrap port) {
    tuning.afterOptions(port);
    port.handler(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext port, Object accepted) {
    Channel connection = (Channel) accepted;
    if (ClientNetwork.of(connection.remoteAddress()).filter(isFlood).isPresent()) {
      connection.config().setOption(ChannelOption.SO_LINGER, 0); // nothing of it stays behind
      connection.unsafe().closeForcibly();
    } else {
      port.fireChannelRead(connection);
    }
  }
}
