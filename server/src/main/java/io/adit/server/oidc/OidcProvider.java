package io.adit.server.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.adit.server.oidc.OidcException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The provider itself: where its endpoints are, codes for tokens, and whether these are true. */
final class OidcProvider {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_ANSWER_BYTES = 1 << 20;

  /** Strangers can make this server ask; so many of its questions may be on their way. */
  private static final int MOST_QUESTIONS = 16;

  /** How long it is not asked again for its endpoints where that failed. */
  static final Duration REMEMBERED = Duration.ofSeconds(10);

  /** Signed with a key that only the provider has; so neither "none" nor a shared secret. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final OidcOptions options;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final LongSupplier nanoTime;
  private final Semaphore questions = new Semaphore(MOST_QUESTIONS);

  /** Read at the first sign-in, so that the server starts without the provider; then kept. */
  private volatile @Nullable Endpoints endpoints;

  /** Who reads them; the others wait for what comes of it. */
  private final ReentrantLock discovering = new ReentrantLock();

  // guarded by discovering
  private @Nullable Failed failed;

  private record Failed(Reason reason, String message, long atNanos) {}

  /** A code to be turned into a token, and what proves that it was ours. */
  record Code(String code, String redirectUri, String verifier) {
    @Override
    public String toString() {
      return "Code[hidden]";
    }
  }

  /**
   * Where the provider is asked what.
   *
   * @param keys those that its tokens are signed with; fetched when needed, and kept for a while
   */
  private record Endpoints(
      String authorization,
      String token,
      boolean takesSecretInForm,
      JWKSource<SecurityContext> keys) {}

  OidcProvider(OidcOptions options, LongSupplier nanoTime) {
    this.options = options;
    this.nanoTime = nanoTime;
  }

  String authorizationEndpoint() {
    return endpoints().authorization();
  }

  /** The claims of the ID token that a code brings, after all checks. Throws OidcException. */
  Map<String, @Nullable Object> claims(Code code, String nonce) {
    Endpoints there = endpoints();
    Map<String, Object> answer = object(send(tokenRequest(there, code)), "token endpoint");
    if (!(answer.get("id_token") instanceof String token)) {
      throw new OidcException(Reason.PROVIDER, "the provider's token endpoint gave no ID token");
    }
    return verified(there, token, nonce).getClaims();
  }

  private JWTClaimsSet verified(Endpoints there, String token, String nonce) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, there.keys()));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            options.clientId(),
            new JWTClaimsSet.Builder().issuer(options.issuer()).claim("nonce", nonce).build(),
            Set.of("sub", "iat", "exp")));
    try {
      JWTClaimsSet claims = processor.process(token, null);
      // A token for several is for us only if we asked for it.
      if (claims.getAudience().size() > 1
          && !options.clientId().equals(claims.getStringClaim("azp"))) {
        throw new OidcException(Reason.PROVIDER, "the ID token was made for another client");
      }
      return claims;
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw new OidcException(
          Reason.PROVIDER, "the provider's ID token is not to be trusted: " + e.getMessage());
    }
  }

  private HttpRequest tokenRequest(Endpoints there, Code code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code.code());
    form.put("redirect_uri", code.redirectUri());
    form.put("code_verifier", code.verifier());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(there.token()))
            .header("Content-Type", "application/x-www-form-urlencoded");
    String secret = options.clientSecret();
    if (secret == null || there.takesSecretInForm()) {
      form.put("client_id", options.clientId());
    }
    if (secret != null && there.takesSecretInForm()) {
      form.put("client_secret", secret);
    } else if (secret != null) {
      request.header("Authorization", basic(options.clientId(), secret));
    }
    return request.POST(HttpRequest.BodyPublishers.ofString(OidcSignIn.form(form))).build();
  }

  private static String basic(String user, String password) {
    String both = URLEncoder.encode(user, UTF_8) + ":" + URLEncoder.encode(password, UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
  }

  private Endpoints endpoints() {
    Endpoints known = endpoints;
    return known == null ? discoverOnce() : known;
  }

  /** However many ask: a provider that does not answer is asked by one, and not again at once. */
  private Endpoints discoverOnce() {
    discovering.lock();
    try {
      Endpoints known = endpoints;
      if (known != null) {
        return known;
      }
      Failed before = failed;
      if (before != null && nanoTime.getAsLong() - before.atNanos() < REMEMBERED.toNanos()) {
        throw new OidcException(before.reason(), before.message());
      }
      return discoverNow();
    } finally {
      discovering.unlock();
    }
  }

  private Endpoints discoverNow() {
    try {
      Endpoints found = discover();
      endpoints = found;
      return found;
    } catch (OidcException e) {
      failed = new Failed(e.reason(), String.valueOf(e.getMessage()), nanoTime.getAsLong());
      throw e;
    }
  }

  private Endpoints discover() {
    String base = options.issuer().replaceAll("/$", "");
    URI uri = URI.create(base + "/.well-known/openid-configuration");
    Map<String, Object> answer = object(send(HttpRequest.newBuilder(uri).build()), uri.toString());
    if (!options.issuer().equals(answer.get("issuer"))) {
      throw new OidcException(
          Reason.PROVIDER,
          "the provider calls itself %s, not %s: set oidc-issuer to exactly that"
              .formatted(answer.get("issuer"), options.issuer()));
    }
    boolean takesBasic =
        !(answer.get("token_endpoint_auth_methods_supported") instanceof List<?> methods)
            || methods.contains("client_secret_basic");
    return new Endpoints(
        url(answer, "authorization_endpoint"),
        url(answer, "token_endpoint"),
        !takesBasic,
        keys(url(answer, "jwks_uri")));
  }

  private static JWKSource<SecurityContext> keys(String url) {
    try {
      URL at = URI.create(url).toURL();
      return JWKSourceBuilder.create(at).retrying(true).build();
    } catch (IOException e) {
      throw new OidcException(Reason.PROVIDER, "the provider's jwks_uri is no URL: " + url);
    }
  }

  private static String url(Map<String, Object> answer, String member) {
    if (answer.get(member) instanceof String url && OidcOptions.isSafe(url)) {
      return url;
    }
    throw new OidcException(
        Reason.PROVIDER,
        "the provider's %s is missing, or no https URL: %s".formatted(member, answer.get(member)));
  }

  private String send(HttpRequest request) {
    String at = request.uri().toString();
    if (!questions.tryAcquire()) {
      throw new OidcException(
          Reason.PROVIDER, "%d questions to the provider wait already".formatted(MOST_QUESTIONS));
    }
    try {
      HttpResponse<String> response = answer(request);
      if (response.statusCode() != 200) {
        throw new OidcException(
            Reason.PROVIDER, "the provider answered %d at %s".formatted(response.statusCode(), at));
      }
      return response.body();
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new OidcException(
          Reason.PROVIDER, "the provider cannot be asked at " + at + ": " + cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OidcException(Reason.PROVIDER, "interrupted");
    } finally {
      questions.release();
    }
  }

  /** The client's own timeout ends with the head of an answer: a body may drip. */
  private HttpResponse<String> answer(HttpRequest request)
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(
            HttpRequest.newBuilder(request, (_, _) -> true)
                .header("Accept", "application/json")
                .build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(), MOST_ANSWER_BYTES));
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private static Map<String, Object> object(String json, String source) {
    try {
      return JSONObjectUtils.parse(json);
    } catch (ParseException e) {
      throw new OidcException(Reason.PROVIDER, source + " did not answer with a JSON object");
    }
  }
}
