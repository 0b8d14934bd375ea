package io.adit.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Web origins, as RFC 6454 writes them: a scheme, a host and a port. */
final class Origins {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private Origins() {}

  /** Whether a browser would send exactly this for a page on the web. */
  static boolean isCanonical(String text) {
    try {
      URI origin = new URI(text);
      String host = origin.getHost();
      int ownPort =
          switch (String.valueOf(origin.getScheme())) {
            case "https" -> HTTPS_PORT;
            case "http" -> HTTP_PORT;
            default -> -1;
          };
      return ownPort > 0
          && host != null
          && text.equals(text.toLowerCase(Locale.ROOT))
          && origin.getPort() != ownPort
          && text.equals(origin.getScheme() + "://" + host + port(origin));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String port(URI origin) {
    return origin.getPort() < 0 ? "" : ":" + origin.getPort();
  }
}
