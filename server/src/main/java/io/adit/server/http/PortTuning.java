package io.adit.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.net.TcpConfig;

/** What listening ports and the connections that they accept get beyond the library's options. */
public interface PortTuning {
  /** Ends a connection that was accepted just now, so that nothing of it stays behind. */
  static void cut(Channel accepted) {
    accepted.config().setOption(ChannelOption.SO_LINGER, 0);
    accepted.unsafe().closeForcibly();
  }

  /** Called before the options are applied, and may change them. */
  default void beforeOptions(TcpConfig options) {}

  /** Called after the options were applied, and before the port listens. */
  void afterOptions(ServerBootstrap port);
}
