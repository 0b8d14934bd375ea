package io.adit.server.auth;

import io.adit.server.http.ApiRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds out who sent a request, from its Signature Version 4 in the {@code Authorization} header.
 * For any thread.
 *
 * <p>The texts are AWS's where AWS's are known: people and scripts look for them.
 */
public final class Authenticator {
  /** Headers that say what to do, and to whom. */
  private static final List<String> MEANING = List.of("x-amz-target", "x-amzn-principal");

  private static final String CONTENT_HASH = "x-amz-content-sha256";
  private static final String INVALID_TOKEN =
      "The security token included in the request is invalid.";

  private final AccessKeys accessKeys;
  private final Callers callers;
  private final String region;
  private final InstantSource clock;
  private final SigningKeys signingKeys = new SigningKeys();

  public Authenticator(AccessKeys accessKeys, Callers callers, String region, InstantSource clock) {
    this.accessKeys = accessKeys;
    this.callers = callers;
    this.region = region;
    this.clock = clock;
  }

  /**
   * The caller, or an {@link AuthenticationException}.
   *
   * @param services the names that it may have signed for; the first is what it is told to use
   */
  public Caller authenticate(ApiRequest request, List<String> services) {
    AuthorizationHeader authorization = AuthorizationHeader.parse(header(request));
    RequestTime time = RequestTime.of(request);
    requireScope(authorization.scope(), time, services);
    requireSigned(request, authorization, time);
    time.requireNear(clock.instant());
    AccessKey key = accessKey(request, authorization.accessKeyId());
    requireBody(request);
    requireSignature(request, authorization, time, key);
    accessKeys.used(key, request.remoteAddress(), authorization.scope().service());
    return callers.with(key, request);
  }

  private static String header(ApiRequest request) {
    List<String> values = request.headers().getOrDefault("authorization", List.of());
    if (values.isEmpty()) {
      throw AuthenticationException.missing(
          request.query().toLowerCase(Locale.ROOT).contains("x-amz-signature=")
              ? "Missing Authentication Token. This service takes the signature in the"
                  + " Authorization header, not in the query."
              : "Missing Authentication Token");
    }
    if (values.size() > 1) {
      throw AuthenticationException.incomplete(
          "The request has " + values.size() + " 'Authorization' headers; it needs one.");
    }
    return values.getFirst();
  }

  private void requireScope(CredentialScope scope, RequestTime time, List<String> services) {
    if (!scope.date().equals(time.date())) {
      throw AuthenticationException.invalid(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '%s' != '%s', from '%s'."
                  .formatted(scope.date(), time.date(), time.basic()));
    }
    if (!scope.region().equals(region)) {
      throw AuthenticationException.invalid(
          "Credential should be scoped to a valid region, not '%s'. This server's is '%s'."
              .formatted(scope.region(), region));
    }
    if (!services.contains(scope.service())) {
      throw AuthenticationException.invalid(
          "Credential should be scoped to correct service: '%s', not '%s'."
              .formatted(services.getFirst(), scope.service()));
    }
  }

  /** Unsigned, these could be changed on the way: where to, when, and what to do. */
  private static void requireSigned(
      ApiRequest request, AuthorizationHeader authorization, RequestTime time) {
    List<String> signed = authorization.signedHeaders();
    Stream<String> meaning = MEANING.stream().filter(request.headers()::containsKey);
    Stream.concat(Stream.of("host", time.header()), meaning)
        .filter(name -> !signed.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw AuthenticationException.invalid(
              "'%s' must be a 'SignedHeader' in the AWS Authorization.".formatted(name));
        });
    for (String name : signed) {
      if (!request.headers().containsKey(name)) {
        throw AuthenticationException.invalid(
            "The signed header '%s' is not in the request that arrived.".formatted(name));
      }
    }
  }

  private AccessKey accessKey(ApiRequest request, String id) {
    if (request.headers().containsKey("x-amz-security-token")) {
      throw AuthenticationException.unknownKey(
          INVALID_TOKEN
              + " This server's access keys have no session token: unset AWS_SESSION_TOKEN.");
    }
    return accessKeys
        .find(id)
        .filter(AccessKey::enabled)
        .orElseThrow(() -> AuthenticationException.unknownKey(INVALID_TOKEN));
  }

  private static void requireBody(ApiRequest request) {
    for (String claimed : request.headers().getOrDefault(CONTENT_HASH, List.of())) {
      if (claimed.equals("UNSIGNED-PAYLOAD") || claimed.startsWith("STREAMING-")) {
        throw AuthenticationException.invalid(
            "This service needs the body signed: '%s' must be its SHA-256, not '%s'."
                .formatted(CONTENT_HASH, claimed));
      }
      if (!claimed.equals(Signature.sha256(request.body()))) {
        throw AuthenticationException.invalid(
            "The provided '%s' header does not match the body that arrived (%d bytes)."
                .formatted(CONTENT_HASH, request.body().length));
      }
    }
  }

  private void requireSignature(
      ApiRequest request, AuthorizationHeader authorization, RequestTime time, AccessKey key) {
    Signature signature = Signature.of(request, authorization, time);
    byte[] signingKey = signingKeys.key(key, authorization.scope());
    if (!signature.matches(signingKey, authorization.signature())) {
      throw AuthenticationException.invalid(
          """
          The request signature we calculated does not match the signature you provided. Check \
          your AWS Secret Access Key and signing method. Consult the service documentation for \
          details.

          The Canonical String for this request should have been
          '%s'

          The String-to-Sign should have been
          '%s'\
          """
              .formatted(signature.canonicalRequest(), signature.stringToSign()));
    }
  }
}
