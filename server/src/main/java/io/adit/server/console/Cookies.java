package io.adit.server.console;

import io.adit.server.http.ApiRequest;
import io.adit.server.user.KnownBrowsers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of the console. Those with the prefix {@code __Host-} can be set neither by another
 * host of the domain nor over plain HTTP.
 */
final class Cookies {
  static final String SESSION = "__Host-adit-session";

  /** Ties a sign-in at a provider of identities to the browser where it began. */
  static final String OIDC = "__Host-adit-oidc";

  /** Tells a browser that its user signed in with from strangers'; it lets nobody in. */
  static final String BROWSER = "__Host-adit-browser";

  /**
   * Where AWS's own pages put a token for the data plane: the name is the wire's, so it can have no
   * prefix. A second one that somebody planted makes the data plane refuse both.
   */
  static final String TUNNEL_TOKEN = "awsiot-tunnel-token";

  /** The page connects at once; for each reconnect it asks for another token. */
  static final Duration TUNNEL_TOKEN_LIFETIME = Duration.ofMinutes(1);

  private static final String STRICT = "; Secure; HttpOnly; SameSite=Strict";

  private Cookies() {}

  /** The value of a cookie; empty also where there are several. */
  static Optional<String> value(ApiRequest request, String name) {
    String prefix = name + "=";
    List<String> values =
        request.headers().getOrDefault("cookie", List.of()).stream()
            .flatMap(line -> Arrays.stream(line.split(";", -1)))
            .map(String::strip)
            .filter(cookie -> cookie.startsWith(prefix))
            .map(cookie -> cookie.substring(prefix.length()))
            .toList();
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  static String session(String secret) {
    return SESSION + "=" + secret + "; Path=/" + STRICT;
  }

  static String noSession() {
    return SESSION + "=; Path=/; Max-Age=0" + STRICT;
  }

  /** Lax: the browser comes back from the provider by a link of another site. */
  static String oidc(String secret, Duration lifetime) {
    return "%s=%s; Path=/; Max-Age=%d; Secure; HttpOnly; SameSite=Lax"
        .formatted(OIDC, secret, lifetime.toSeconds());
  }

  static String noOidc() {
    return OIDC + "=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";
  }

  static String browser(String mark) {
    return "%s=%s; Path=/; Max-Age=%d%s"
        .formatted(BROWSER, mark, KnownBrowsers.LIFETIME.toSeconds(), STRICT);
  }

  static String tunnelToken(String token) {
    return "%s=%s; Path=/tunnel; Max-Age=%d%s"
        .formatted(TUNNEL_TOKEN, token, TUNNEL_TOKEN_LIFETIME.toSeconds(), STRICT);
  }
}
