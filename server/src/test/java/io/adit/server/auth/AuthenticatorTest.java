package io.adit.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adit.server.auth.AuthenticationException.Reason;
import io.adit.server.http.ApiRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final String ID = "ADITEXAMPLEACCESSKEY";
  private static final String SECRET = "EXAMPLE-secret_of-forty-characters_-0000";
  private static final Instant NOW = Instant.parse("2026-11-24T11:20:03Z");

  private final AccessKeysInMemory store = new AccessKeysInMemory();
  private final SettableClock clock = new SettableClock(NOW);
  private final Authenticator authenticator =
      new Authenticator(
          new AccessKeys(store, new SecureRandom(), clock),
          TestCallers.WITHOUT_RIGHTS,
          "us-east-1",
          clock);

  private Caller authenticate(ApiRequest request) {
    return authenticator.authenticate(
        request, List.of("IoTSecuredTunneling", "iotsecuredtunneling"));
  }

  @BeforeEach
  void storeTheKey() {
    store.insert(new AccessKey(ID, SECRET, "anna", true, NOW));
  }

  static Stream<GoldenRequest> captured() {
    return Stream.of("aws-cli", "aws-sdk-java", "curl")
        .flatMap(folder -> GoldenRequest.folder(folder).stream());
  }

  @ParameterizedTest
  @MethodSource("captured")
  void whatRealClientsSentIsAccepted(GoldenRequest captured) {
    clock.set(RequestTime.of(captured.request()).instant());

    assertThat(authenticate(captured.request())).isEqualTo(TestCallers.caller(ID, "anna"));
  }

  @Test
  void everyClientsEveryOperationWasCaptured() {
    assertThat(captured()).hasSize(8 + 8 + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  AWS4-HMAC-SHA256   Credential=%1$s,SignedHeaders=%2$s,Signature=%3$s  ",
        "AWS4-HMAC-SHA256 Signature=%3$s, SignedHeaders=%2$s, Credential=%1$s",
        "AWS4-HMAC-SHA256\tCredential=%1$s ,  SignedHeaders=%2$s ,\tSignature=%3$s",
        "AWS4-HMAC-SHA256 Credential = %1$s, SignedHeaders = %2$s, Signature = %3$s",
        "AWS4-HMAC-SHA256 Credential=%1$s, SignedHeaders=%2$s, Signature=%3$s, Future=x,",
      })
  void spacingAndOrderOfTheAuthorizationHeaderDoNotMatter(String form) {
    ApiRequest request = cliRequest();
    AuthorizationHeader parts = AuthorizationHeader.parse(authorization(request));
    String header =
        form.formatted(
            parts.accessKeyId() + "/" + parts.scope(),
            String.join(";", parts.signedHeaders()),
            parts.signature());

    assertThat(authenticate(with(request, "authorization", header)).user()).isEqualTo("anna");
  }

  @Test
  void olderClientsSignForTheServiceInLowerCase() {
    ApiRequest request = signer().service("iotsecuredtunneling").sign(NOW, "ListTunnels", "{}");

    assertThat(authenticate(request).accessKeyId()).isEqualTo(ID);
  }

  @Test
  void aDateHeaderServesWhereThereIsNoAmzDate() {
    ApiRequest request = GoldenRequest.one("date-header", "ListTunnels").request();
    clock.set(RequestTime.of(request).instant());

    assertThat(authenticate(request).user()).isEqualTo("anna");
  }

  static Stream<UnaryOperator<ApiRequest>> changes() {
    return Stream.of(
        request -> method(request, "GET"),
        request -> target(request, "/other", ""),
        request -> target(request, "/", "a=b"),
        request -> body(request, "{\"maxResults\": 99}"),
        request -> body(request, ""),
        request -> with(request, "host", "elsewhere:8443"),
        request -> with(request, "content-type", "application/json"),
        request -> with(request, "x-amz-target", "IoTSecuredTunneling.CloseTunnel"),
        request -> with(request, "x-amz-date", "20261124T112005Z"),
        request -> edit(request, "authorization", "Signature=178423", "Signature=178424"),
        request -> edit(request, "authorization", "Signature=1784", "Signature="),
        request -> edit(request, "authorization", "content-type;host", "host"),
        request -> twice(request, "content-type"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void anyChangeMakesTheSignatureInvalid(UnaryOperator<ApiRequest> change) {
    ApiRequest request = GoldenRequest.one("aws-cli", "ListTunnels").request();
    clock.set(RequestTime.of(request).instant());
    assertThat(authenticate(request).user()).isEqualTo("anna");

    AuthenticationException refused = refused(change.apply(request));

    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused)
        .hasMessageStartingWith("The request signature we calculated does not match");
  }

  @Test
  void aMismatchShowsWhatWasSignedButNeitherSecretNorSignature() {
    ApiRequest right = signer().sign(NOW, "ListTunnels", "{}");
    ApiRequest wrong = new RequestSigner(ID, "another-secret").sign(NOW, "ListTunnels", "{}");

    AuthenticationException refused = refused(wrong);

    String rightSignature = AuthorizationHeader.parse(authorization(right)).signature();
    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused)
        .hasMessageContaining("'POST\n/\n\ncontent-type:application/x-amz-json-1.1\nhost:")
        .hasMessageContaining("'AWS4-HMAC-SHA256\n20261124T112003Z\n20261124/us-east-1/")
        .hasMessageNotContaining(SECRET)
        .hasMessageNotContaining(rightSignature);
  }

  @Test
  void aChangedBodyIsNamedWhereItsHashWasSent() {
    ApiRequest request = GoldenRequest.one("aws-sdk-java", "CloseTunnel").request();
    clock.set(RequestTime.of(request).instant());

    AuthenticationException refused = refused(body(request, "{}"));

    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused)
        .hasMessage(
            "The provided 'x-amz-content-sha256' header does not match the body that arrived (2"
                + " bytes).");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"})
  void anUnsignedBodyIsRefused(String hash) {
    ApiRequest request =
        signer().header("x-amz-content-sha256", hash).sign(NOW, "ListTunnels", "{}");

    assertThat(refused(request))
        .hasMessage(
            "This service needs the body signed: 'x-amz-content-sha256' must be its SHA-256, not '%s'."
                .formatted(hash));
  }

  @Test
  void anUnknownKeyIsNotRecognised() {
    ApiRequest request =
        new RequestSigner("ADITNOSUCHKEY0000000", SECRET).sign(NOW, "ListTunnels", "{}");

    AuthenticationException refused = refused(request);

    assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_KEY);
    assertThat(refused).hasMessage("The security token included in the request is invalid.");
  }

  @Test
  void aDisabledKeyIsNotRecognised() {
    store.enable(ID, false);

    AuthenticationException refused = refused(cliRequest());

    assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_KEY);
    assertThat(refused).hasMessage("The security token included in the request is invalid.");
  }

  @Test
  void noAuthorizationHeaderIsAMissingToken() {
    AuthenticationException refused = refused(without(cliRequest(), "authorization"));

    assertThat(refused.reason()).isEqualTo(Reason.MISSING);
    assertThat(refused).hasMessage("Missing Authentication Token");
  }

  @Test
  void aPresignedRequestIsToldWhereTheSignatureGoes() {
    ApiRequest request = target(without(cliRequest(), "authorization"), "/", "X-Amz-Signature=abc");

    AuthenticationException refused = refused(request);

    assertThat(refused.reason()).isEqualTo(Reason.MISSING);
    assertThat(refused).hasMessageContaining("in the Authorization header, not in the query");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=a|requires 'Credential' parameter.",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host|requires 'Signature' parameter.",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, Signature=a|requires 'SignedHeaders' parameter.",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=, Signature=a|requires 'SignedHeaders' parameter.",
        "AWS4-HMAC-SHA256 nonsense|'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
        "AWS4-HMAC-SHA256|requires 'Credential' parameter.",
        "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=a|must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/aws4_request, got 'a'.",
        "AWS4-HMAC-SHA256 Credential=a//c/d/aws4_request, SignedHeaders=host, Signature=a|got 'a//c/d/aws4_request'.",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=Host, Signature=a|header names in lower case, separated by ';', got 'Host'.",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host;;x, Signature=a|got 'host;;x'.",
        "AWS4-HMAC-SHA256 Credential=a, Credential=b, SignedHeaders=host, Signature=a|more than one 'Credential' parameter.",
        "AWS4-ECDSA-P256-SHA256 Credential=a|Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.",
        "Bearer abc|Unsupported AWS 'algorithm': 'Bearer'.",
        "\"\"|followed by Credential, SignedHeaders and Signature.",
      })
  void anUnreadableAuthorizationHeaderIsIncompleteAndItsFaultIsNamed(String header, String text) {
    AuthenticationException refused = refused(with(cliRequest(), "authorization", header));

    assertThat(refused.reason()).isEqualTo(Reason.INCOMPLETE);
    assertThat(refused).hasMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-bare-secret", "my+secret and more"})
  void whatMayBeABareSecretIsNotRepeated(String header) {
    assertThat(refused(with(cliRequest(), "authorization", header)))
        .hasMessageNotContaining("secret");
  }

  @Test
  void twoAuthorizationHeadersAreIncomplete() {
    AuthenticationException refused = refused(twice(cliRequest(), "authorization"));

    assertThat(refused.reason()).isEqualTo(Reason.INCOMPLETE);
    assertThat(refused).hasMessageContaining("has 2 'Authorization' headers");
  }

  @Test
  void aRequestWithoutATimeIsIncomplete() {
    AuthenticationException refused = refused(without(cliRequest(), "x-amz-date"));

    assertThat(refused.reason()).isEqualTo(Reason.INCOMPLETE);
    assertThat(refused).hasMessageContaining("either a 'X-Amz-Date' or a 'Date' header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-24T11:20:03Z", "20261324T112003Z", "20261124T112003", "now"})
  void aTimeOfAnotherFormIsIncomplete(String time) {
    AuthenticationException refused = refused(with(cliRequest(), "x-amz-date", time));

    assertThat(refused.reason()).isEqualTo(Reason.INCOMPLETE);
    assertThat(refused).hasMessageContaining("'basic format'").hasMessageContaining(time);
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, 300})
  void fiveMinutesEitherWayAreAllowed(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));

    assertThat(authenticate(cliRequest()).user()).isEqualTo("anna");
  }

  @Test
  void anOldRequestIsRefusedWithBothTimes() {
    clock.advance(Duration.ofSeconds(301));

    AuthenticationException refused = refused(cliRequest());

    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused)
        .hasMessage(
            "Signature expired: 20261124T112003Z is now earlier than 20261124T112004Z"
                + " (20261124T112504Z - 5 min.). Check this machine's clock.");
  }

  @Test
  void aRequestOfTheFutureIsRefusedWithBothTimes() {
    clock.advance(Duration.ofSeconds(-301));

    assertThat(refused(cliRequest()))
        .hasMessage(
            "Signature not yet current: 20261124T112003Z is still later than 20261124T112002Z"
                + " (20261124T111502Z + 5 min.). Check this machine's clock.");
  }

  @Test
  void theScopesDayMustBeTheRequests() {
    ApiRequest request = edit(cliRequest(), "authorization", "/20261124/", "/20261123/");

    assertThat(refused(request))
        .hasMessage(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
                + " HTTP: '20261123' != '20261124', from '20261124T112003Z'.");
  }

  @Test
  void anotherRegionIsRefusedAndOursNamed() {
    ApiRequest request = signer().region("eu-central-1").sign(NOW, "ListTunnels", "{}");

    AuthenticationException refused = refused(request);

    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused)
        .hasMessage(
            "Credential should be scoped to a valid region, not 'eu-central-1'. This server's is"
                + " 'us-east-1'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iot", "iotsecuretunneling", "IOTSECUREDTUNNELING"})
  void anotherServiceIsRefusedAndOursNamed(String service) {
    ApiRequest request = signer().service(service).sign(NOW, "ListTunnels", "{}");

    assertThat(refused(request))
        .hasMessage(
            "Credential should be scoped to correct service: 'IoTSecuredTunneling', not '%s'."
                .formatted(service));
  }

  @Test
  void anotherTerminatorIsRefused() {
    ApiRequest request = edit(cliRequest(), "authorization", "/aws4_request", "/aws5_request");

    assertThat(refused(request))
        .hasMessageContaining("valid terminator: 'aws4_request', not 'aws5_request'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "x-amz-date", "x-amz-target"})
  void whatDecidesMustBeSigned(String header) {
    ApiRequest request = cliRequest();
    String names = "SignedHeaders=content-type;host;x-amz-date;x-amz-target";
    String fewer = names.replaceFirst(";" + header + "(?=;|$)", "");

    AuthenticationException refused = refused(edit(request, "authorization", names, fewer));

    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused)
        .hasMessage("'%s' must be a 'SignedHeader' in the AWS Authorization.".formatted(header));
  }

  @Test
  void aHeaderThatWasLostOnTheWayIsNamed() {
    AuthenticationException refused = refused(without(cliRequest(), "content-type"));

    assertThat(refused)
        .hasMessage("The signed header 'content-type' is not in the request that arrived.");
  }

  private AuthenticationException refused(ApiRequest request) {
    AuthenticationException refused =
        catchThrowableOfType(AuthenticationException.class, () -> authenticate(request));
    assertThat(refused).as("the request was accepted").isNotNull();
    return refused;
  }

  private static RequestSigner signer() {
    return new RequestSigner(ID, SECRET);
  }

  private static ApiRequest cliRequest() {
    return GoldenRequest.one("aws-cli", "OpenTunnel").request();
  }

  private static String authorization(ApiRequest request) {
    return request.header("authorization").orElseThrow();
  }

  private static ApiRequest method(ApiRequest r, String method) {
    return new ApiRequest(
        method, r.path(), r.query(), r.headers(), r.body(), r.remoteAddress(), r.requestId());
  }

  private static ApiRequest target(ApiRequest r, String path, String query) {
    return new ApiRequest(
        r.method(), path, query, r.headers(), r.body(), r.remoteAddress(), r.requestId());
  }

  private static ApiRequest body(ApiRequest r, String body) {
    return new ApiRequest(
        r.method(),
        r.path(),
        r.query(),
        r.headers(),
        body.getBytes(UTF_8),
        r.remoteAddress(),
        r.requestId());
  }

  private static ApiRequest with(ApiRequest request, String header, String value) {
    return headers(request, header, List.of(value));
  }

  private static ApiRequest without(ApiRequest request, String header) {
    return headers(request, header, List.of());
  }

  private static ApiRequest twice(ApiRequest request, String header) {
    String value = request.header(header).orElseThrow();
    return headers(request, header, List.of(value, value));
  }

  private static ApiRequest edit(ApiRequest request, String header, String from, String to) {
    String value = request.header(header).orElseThrow();
    assertThat(value).contains(from);
    return with(request, header, value.replace(from, to));
  }

  private static ApiRequest headers(ApiRequest r, String header, List<String> values) {
    Map<String, List<String>> headers = new LinkedHashMap<>(r.headers());
    if (values.isEmpty()) {
      headers.remove(header);
    } else {
      headers.put(header, values);
    }
    return new ApiRequest(
        r.method(), r.path(), r.query(), headers, r.body(), r.remoteAddress(), r.requestId());
  }
}
