package io.adit.peer.link;

import io.adit.peer.socket.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Where the relay is, which certificate it may show, and the web proxy on the way to it.
 *
 * @param webProxy null where the relay is reached directly
 */
public record RelayAccess(Endpoint.Tcp address, RelayTrust trust, @Nullable WebProxy webProxy) {
  static final int DEFAULT_PORT = 443;

  /** As the official client writes it. */
  public String uri() {
    return "wss://" + address;
  }

  /** The {@code Host} header: the port only where it is not the scheme's own. */
  String hostHeader() {
    String text = address.toString();
    return address.port() == DEFAULT_PORT ? text.substring(0, text.lastIndexOf(':')) : text;
  }
}
