package io.adit.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.net.TcpConfig;

/** What listening ports and the connections that they accept get beyond the library's options. */
public interface PortTuning {
  /** Called before the options are applied, and may change them. */
  default void beforeOptions(TcpConfig options) {}

  /** Called after the options were applied, and before the port listens. */
  void afterOptions(ServerBootstrap port);
}
