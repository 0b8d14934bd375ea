package io.adit.server.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.auth.Role;
import io.adit.server.oidc.OidcException.Reason;
import io.adit.server.user.Secrets;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signs people in at a provider of identities. For any thread; blocks on the network.
 *
 * <p>Nothing is kept between leaving and coming back: the browser keeps a secret in a cookie, and
 * state, nonce and PKCE's verifier are made from it, each by hashing. So who brings an answer is
 * who asked, and an answer is good in the one browser only.
 */
public final class OidcSignIn {
  /** How long somebody may take at the provider. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final int MOST_NAME_CHARS = 100;
  private static final int MARK_CHARS = 8;

  private final OidcOptions options;
  private final OidcProvider provider;
  private final SecureRandom random;

  /**
   * A sign-in that has begun.
   *
   * @param url where the browser is sent
   * @param secret for its cookie
   */
  public record Started(String url, String secret) {
    @Override
    public String toString() {
      return "Started[hidden]";
    }
  }

  /**
   * What came back; null where it did not.
   *
   * @param redirectUri where it came to
   * @param secret of the browser's cookie
   * @param error in the provider's word
   */
  public record Back(
      String redirectUri,
      @Nullable String secret,
      @Nullable String state,
      @Nullable String code,
      @Nullable String error) {
    @Override
    public String toString() {
      return "Back[hidden]";
    }
  }

  /**
   * Somebody whom the provider vouches for.
   *
   * @param user the name there and, since people can choose and change that, a short hash of what
   *     the provider knows them by; no user with a password can have such a name
   */
  public record Identity(String user, Role role) {}

  public OidcSignIn(OidcOptions options, SecureRandom random, LongSupplier nanoTime) {
    this.options = options;
    this.provider = new OidcProvider(options, nanoTime);
    this.random = random;
  }

  /** The provider's name for people. */
  public String name() {
    return options.name();
  }

  /** Begins; the browser is to come back to {@code redirectUri}. Throws OidcException. */
  public Started start(String redirectUri) {
    String secret = Secrets.mint(random);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("response_type", "code");
    parameters.put("client_id", options.clientId());
    parameters.put("redirect_uri", redirectUri);
    parameters.put("scope", "openid profile email");
    parameters.put("state", derived("state", secret));
    parameters.put("nonce", derived("nonce", secret));
    parameters.put("code_challenge", Secrets.challenge(derived("verifier", secret)));
    parameters.put("code_challenge_method", "S256");
    String url = provider.authorizationEndpoint();
    return new Started(url + (url.contains("?") ? "&" : "?") + form(parameters), secret);
  }

  /** Who came back. Throws OidcException. */
  public Identity finish(Back back) {
    String secret = back.secret();
    String state = back.state();
    if (secret == null || state == null || !isSame(state, derived("state", secret))) {
      throw new OidcException(
          Reason.FOREIGN, "the answer belongs to no sign-in of this browser, or came too late");
    }
    String code = back.code();
    if (code == null) {
      throw new OidcException(
          Reason.REFUSED, "the provider answered with " + printable(back.error()));
    }
    Map<String, @Nullable Object> claims =
        provider.claims(
            new OidcProvider.Code(code, back.redirectUri(), derived("verifier", secret)),
            derived("nonce", secret));
    String user = user(claims);
    Role role =
        RoleClaim.role(claims, options)
            .orElseThrow(() ->
                new OidcException(
                    Reason.NO_ROLE,
                    "%s has no role here: its claim '%s' has none of the values that give one"
                        .formatted(user, options.roleClaim())));
    return new Identity(user, role);
  }

  static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private String user(Map<String, @Nullable Object> claims) {
    for (String claim : new String[] {"preferred_username", "email", "sub"}) {
      if (claims.get(claim) instanceof String name && !name.isBlank()) {
        return "oidc:%s~%s".formatted(printable(name), mark(claims));
      }
    }
    throw new OidcException(Reason.PROVIDER, "the ID token names nobody");
  }

  /** Tells people of the same name apart; printable names have no such sign. */
  private String mark(Map<String, @Nullable Object> claims) {
    return Secrets.hash(options.issuer() + " " + claims.get("sub")).substring(0, MARK_CHARS);
  }

  private static String printable(@Nullable String text) {
    String plain = String.valueOf(text).replaceAll("[^\\p{L}\\p{N}._@+-]", "_");
    return plain.substring(0, Math.min(plain.length(), MOST_NAME_CHARS));
  }

  private static String derived(String purpose, String secret) {
    return Secrets.challenge(purpose + " " + secret);
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }
}
