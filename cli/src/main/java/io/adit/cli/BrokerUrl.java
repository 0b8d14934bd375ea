package io.adit.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Where an outside MQTT broker is. */
record BrokerUrl(String host, int port) {
  private static final int USUAL_PORT = 8883;

  /** Of a text such as {@code mqtts://broker.example.com:8883}; empty for any other. */
  static Optional<BrokerUrl> parse(String text) {
    try {
      URI url = new URI(text);
      boolean isBare =
          "mqtts".equals(url.getScheme())
              && url.getHost() != null
              && url.getUserInfo() == null
              && (url.getPath().isEmpty() || url.getPath().equals("/"))
              && url.getQuery() == null
              && url.getFragment() == null;
      int port = url.getPort() < 0 ? USUAL_PORT : url.getPort();
      return isBare && port >= 1 && port <= 65_535
          ? Optional.of(new BrokerUrl(bare(url.getHost()), port))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** One that no other server has, since a broker lets the older of two with one id go. */
  static String newClientId() {
    return "adit-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
