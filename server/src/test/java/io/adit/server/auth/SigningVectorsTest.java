package io.adit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.http.ApiRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's own test vectors; their README says where they come from. */
class SigningVectorsTest {
  private static final List<String> SERVICE = List.of("service");
  private static final Instant THEN = Instant.parse("2015-08-30T12:36:00Z");
  private static final AccessKey KEY =
      new AccessKey(
          "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "vector", true, THEN);

  static List<GoldenRequest> vectors() {
    return GoldenRequest.folder("aws-sigv4-vectors");
  }

  static List<GoldenRequest> vectorsWithoutSessionToken() {
    return vectors().stream().filter(vector -> !hasSessionToken(vector)).toList();
  }

  @Test
  void allVectorsAreThere() {
    assertThat(vectors()).hasSize(28);
    assertThat(vectors()).filteredOn(SigningVectorsTest::hasSessionToken).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aVectorsSignatureMatches(GoldenRequest vector) {
    ApiRequest request = vector.request();
    AuthorizationHeader authorization =
        AuthorizationHeader.parse(request.header("authorization").orElseThrow());
    Signature signature = Signature.of(request, authorization, RequestTime.of(request));
    byte[] key = new SigningKeys().key(KEY, authorization.scope());

    assertThat(signature.matches(key, authorization.signature()))
        .as(signature.canonicalRequest())
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("vectorsWithoutSessionToken")
  void aVectorsSenderIsKnown(GoldenRequest vector) {
    assertThat(authenticator().authenticate(vector.request(), SERVICE))
        .isEqualTo(TestCallers.caller("AKIDEXAMPLE", "vector"));
  }

  @Test
  void aSessionTokenIsRefusedWithAHint() {
    ApiRequest request =
        GoldenRequest.one("aws-sigv4-vectors", "get-vanilla-with-session-token").request();

    assertThatThrownBy(() -> authenticator().authenticate(request, SERVICE))
        .isInstanceOf(AuthenticationException.class)
        .hasMessage(
            "The security token included in the request is invalid. This server's access keys have"
                + " no session token: unset AWS_SESSION_TOKEN.");
  }

  private static boolean hasSessionToken(GoldenRequest vector) {
    return vector.request().headers().containsKey("x-amz-security-token");
  }

  private static Authenticator authenticator() {
    AccessKeysInMemory store = new AccessKeysInMemory();
    store.insert(KEY);
    InstantSource clock = InstantSource.fixed(THEN);
    return new Authenticator(
        new AccessKeys(store, new SecureRandom(), clock),
        TestCallers.WITHOUT_RIGHTS,
        "us-east-1",
        clock);
  }
}
