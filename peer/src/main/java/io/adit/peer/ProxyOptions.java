package io.adit.peer;

import io.adit.peer.connection.Patience;
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

  /** A relay that is restarted is back by then, an address that is wrong is noticed. */
  private static final int ATTEMPTS_OF_ONE_CONNECTION = 12;

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

  /**
   * The same for a process that lives for one connection: it does not outlive its link, and gives
   * up a relay that it cannot reach within some seconds.
   */
  public ProxyOptions ofOneConnection() {
    LocalOptions once =
        new LocalOptions(
            local.limits().waiting(Patience.OF_ONE_CONNECTION),
            local.maxActive(),
            local.retry(),
            local.from());
    return new ProxyOptions(
        link, services, dialect, reconnect.limitedTo(ATTEMPTS_OF_ONE_CONNECTION, false), once);
  }

  Side side() {
    return link.side();
  }
}
