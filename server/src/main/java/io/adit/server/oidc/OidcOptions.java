package io.adit.server.oidc;

import io.adit.server.auth.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider of identities, and what it is to this server.
 *
 * @param issuer its URL, as its tokens have it
 * @param clientSecret null: this server is a public client there
 * @param name for the page's button
 * @param roleClaim where a token says what somebody is, with dots between the steps
 * @param roles which values of the claim give a role; the value {@code *} gives it to everybody
 */
public record OidcOptions(
    String issuer,
    String clientId,
    @Nullable String clientSecret,
    String name,
    String roleClaim,
    Map<Role, List<String>> roles) {
  /** Everybody whom the provider knows. */
  public static final String ANYBODY = "*";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public OidcOptions {
    roles = Map.copyOf(roles);
  }

  /** The same words on both sides. */
  public static Map<Role, List<String>> rolesByTheirNames() {
    return Map.of(
        Role.ADMINISTRATOR,
        List.of(Role.ADMINISTRATOR.word()),
        Role.OPERATOR,
        List.of(Role.OPERATOR.word()),
        Role.VIEWER,
        List.of(Role.VIEWER.word()));
  }

  /** Whether a provider may be there: tokens and secrets cross no network in the clear. */
  public static boolean isSafe(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && ("https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "OidcOptions[issuer=%s, clientId=%s, clientSecret=hidden]".formatted(issuer, clientId);
  }
}
