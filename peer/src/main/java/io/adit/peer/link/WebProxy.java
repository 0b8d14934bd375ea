package io.adit.peer.link;

import io.adit.peer.socket.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A web proxy on the way to the relay, asked with CONNECT.
 *
 * @param tls whether the proxy itself is reached over TLS
 * @param login null where it asks for none
 */
public record WebProxy(boolean tls, Endpoint.Tcp address, @Nullable Login login) {

  /**
   * Who we are to the web proxy; a secret, which {@code toString} hides.
   *
   * @param user without a colon, which would end it (RFC 7617, section 2)
   */
  public record Login(String user, String password) {
    public Login {
      if (user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("the user may not hold a colon");
      }
      if ((user + password).chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("user and password may not hold control characters");
      }
    }

    String basicAuthorization() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Login[hidden]";
    }
  }

  /** The header's value; empty where there is no login. */
  Optional<String> authorization() {
    return Optional.ofNullable(login).map(Login::basicAuthorization);
  }

  /** Without the login. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + address;
  }
}
