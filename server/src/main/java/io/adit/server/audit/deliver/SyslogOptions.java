package io.adit.server.audit.deliver;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A syslog server.
 *
 * @param ca what its certificate comes from, PEM; null: what this Java trusts
 */
public record SyslogOptions(Transport transport, String host, int port, @Nullable Path ca) {

  /** How it is reached, with the usual port. */
  public enum Transport {
    UDP(514),
    TCP(601),
    TLS(6514);

    private final int usualPort;

    Transport(int usualPort) {
      this.usualPort = usualPort;
    }
  }

  /** Of {@code udp://HOST}, {@code tcp://HOST:PORT} or {@code tls://HOST}; empty: it is neither. */
  public static Optional<SyslogOptions> parse(String url, @Nullable Path ca) {
    try {
      URI uri = URI.create(url);
      Transport transport =
          Transport.valueOf(String.valueOf(uri.getScheme()).toUpperCase(Locale.ROOT));
      boolean isPlain =
          uri.getHost() != null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
      return isPlain
          ? Optional.of(
              new SyslogOptions(
                  transport,
                  uri.getHost(),
                  uri.getPort() < 0 ? transport.usualPort : uri.getPort(),
                  ca))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
