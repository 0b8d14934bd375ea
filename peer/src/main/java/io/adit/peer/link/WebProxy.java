package io.adit.peer.link;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import org.jspecify.annotations.Nullable;

/**
 * A web proxy on the way to the relay, asked with CONNECT.
 *
 * @param tls whether the proxy itself is reached over TLS
 * @param password a secret
 */
public record WebProxy(
    boolean tls, String host, int port, @Nullable String user, @Nullable String password) {

  ProxyOptions options() {
    ProxyOptions options =
        new ProxyOptions()
            .setType(tls ? ProxyType.HTTPS : ProxyType.HTTP)
            .setHost(host)
            .setPort(port);
    if (user != null) {
      options.setUsername(user).setPassword(password == null ? "" : password);
    }
    return options;
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + host + ":" + port;
  }
}
