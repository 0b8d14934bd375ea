package io.adit.peer.link;

import io.adit.peer.socket.Endpoint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the relay is, which certificate it may show, and the web proxy on the way to it.
 *
 * @param webProxy null where the relay is reached directly
 */
public record RelayAccess(Endpoint.Tcp address, RelayTrust trust, @Nullable WebProxy webProxy) {
  static final int DEFAULT_PORT = 443;

  /** A host becomes part of requests, and must not bring lines of its own. */
  private static final Pattern HOST_FORM = Pattern.compile("[A-Za-z0-9._:%-]+");

  public RelayAccess {
    if (!HOST_FORM.matcher(address.host()).matches()) {
      throw new IllegalArgumentException("'" + address.host() + "' is no host");
    }
  }

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
