package io.adit.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Whether a page that makes a request came from the host that the request goes to. */
public final class OwnOrigin {
  private static final int HTTPS_PORT = 443;

  private OwnOrigin() {}

  /**
   * @param origin the request's Origin
   * @param host the request's Host
   */
  public static boolean matches(String origin, String host) {
    try {
      URI page = new URI(origin);
      URI own = new URI("https://" + host);
      return "https".equals(page.getScheme())
          && page.getHost() != null
          && own.getHost() != null
          && page.getHost().toLowerCase(Locale.ROOT).equals(own.getHost().toLowerCase(Locale.ROOT))
          && port(page) == port(own);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static int port(URI uri) {
    return uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
  }
}
