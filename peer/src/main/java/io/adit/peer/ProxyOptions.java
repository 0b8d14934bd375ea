package io.adit.peer;

import io.adit.peer.link.LinkOptions;
import io.adit.wire.Dialect;
import io.adit.wire.Side;

/**
 * What a proxy is to do.
 *
 * @param dialect what a source writes; a destination answers each stream in the dialect in which it
 *     was started
 */
public record ProxyOptions(
    LinkOptions link,
    ServiceMap services,
    Dialect dialect,
    ReconnectPolicy reconnect,
    LocalOptions local) {

  public ProxyOptions {
    if (dialect.compareTo(link.subprotocol().newestDialect()) > 0) {
      throw new IllegalArgumentException(
          "dialect " + dialect + " is not spoken under " + link.subprotocol().wireName());
    }
  }

  /** With the default treatment of local sockets. */
  public ProxyOptions(
      LinkOptions link, ServiceMap services, Dialect dialect, ReconnectPolicy reconnect) {
    this(link, services, dialect, reconnect, LocalOptions.DEFAULT);
  }

  Side side() {
    return link.side();
  }
}
