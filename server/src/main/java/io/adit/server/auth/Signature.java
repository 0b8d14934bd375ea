package io.adit.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.http.ApiRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a request's signature is made from.
 *
 * @param canonicalRequest the request itself
 * @param stringToSign its hash, with the place and time it is for
 */
record Signature(String canonicalRequest, String stringToSign) {

  static Signature of(ApiRequest request, AuthorizationHeader authorization, RequestTime time) {
    String canonical =
        CanonicalRequest.of(request, authorization.signedHeaders(), sha256(request.body()));
    String stringToSign =
        String.join(
            "\n",
            AuthorizationHeader.ALGORITHM,
            time.basic(),
            authorization.scope().toString(),
            sha256(canonical.getBytes(UTF_8)));
    return new Signature(canonical, stringToSign);
  }

  /** Takes the same time wherever the two differ. */
  boolean matches(byte[] signingKey, String claimed) {
    String actual = HexFormat.of().formatHex(SigningKeys.hmac(signingKey, stringToSign));
    return MessageDigest.isEqual(actual.getBytes(UTF_8), claimed.getBytes(UTF_8));
  }

  /** In lower-case hex. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
