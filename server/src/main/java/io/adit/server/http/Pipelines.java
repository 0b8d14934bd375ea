package io.adit.server.http;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;

/** What this package knows of how the HTTP library lays a connection's pipeline. */
final class Pipelines {
  /** The name of the handler that makes requests of bytes; it stands right behind TLS. */
  static final String DECODER = "httpDecoder";

  private Pipelines() {}

  /** The channel below a request; the library has no public way to it. */
  static Channel channel(HttpServerRequest request) {
    return ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
  }
}
