package io.adit.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.server.auth.AccessKey;
import io.adit.server.auth.GoldenRequest;
import io.adit.server.auth.Role;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Isolated("it reads what a class logs")
class ApiDispatcherTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private ApiFixture fixture;

  @BeforeEach
  void open() {
    fixture = new ApiFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anAnswerIsOfTheProtocolsContentType() {
    ApiResponse response = fixture.api.handle(fixture.sign("ListTunnels", "{}"));

    assertThat(response.headers()).isEqualTo(Map.of("Content-Type", "application/x-amz-json-1.1"));
  }

  @Test
  void anEmptyBodyIsAnEmptyStructure() {
    assertThat(fixture.call("ListTunnels", "")).isEqualTo("200 {\"tunnelSummaries\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/x-amz-json-1.1; charset=utf-8", "Application/X-Amz-Json-1.1"})
  void aContentTypeMayHaveParametersAndCapitals(String contentType) {
    // Signed over the usual content type, so the signature is wrong: but it got that far.
    assertThat(answer(with(fixture.sign("ListTunnels", "{}"), "content-type", contentType)))
        .startsWith("403 {\"__type\":\"InvalidSignatureException\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/|application/x-amz-json-1.1|IoTSecuredTunneling.ListTunnels|The API is called with POST /, not GET /.",
        "POST|/|application/json|IoTSecuredTunneling.ListTunnels|The API speaks Content-Type 'application/x-amz-json-1.1', not 'application/json'.",
        "POST|/||IoTSecuredTunneling.ListTunnels|The API speaks Content-Type 'application/x-amz-json-1.1', not ''.",
        "POST|/|application/x-amz-json-1.1|ListTunnels|One X-Amz-Target header must name the operation as 'IoTSecuredTunneling.<Operation>', not 'ListTunnels'.",
        "POST|/|application/x-amz-json-1.1||One X-Amz-Target header must name the operation as 'IoTSecuredTunneling.<Operation>', not ''.",
      })
  void whatIsNoCallOfTheApiIsToldWhy(
      String method,
      String path,
      @Nullable String contentType,
      @Nullable String target,
      String message) {
    ApiRequest signed = fixture.sign("ListTunnels", "{}");
    ApiRequest moved =
        new ApiRequest(
            method, path, "", signed.headers(), signed.body(), "127.0.0.1", "request-of-a-test");
    ApiRequest changed = with(with(moved, "content-type", contentType), "x-amz-target", target);

    assertThat(answer(changed))
        .isEqualTo(
            "404 {\"__type\":\"UnknownOperationException\",\"message\":\"" + message + "\"}");
  }

  @Test
  void anUnknownOperationOfOursIsToldWhichThereAre() {
    assertThat(fixture.call("Adit.OpenTunnel", "{}"))
        .startsWith(
            "404 {\"__type\":\"UnknownOperationException\",\"message\":\"There is no operation"
                + " 'OpenTunnel'; there are [")
        .contains("DiagnoseTunnel", "RemoveDeviceAuthority")
        .doesNotContain("CloseTunnel");
    assertThat(fixture.call("DiagnoseTunnel", "{}"))
        .startsWith("404 {\"__type\":\"UnknownOperationException\"");
  }

  @Test
  void anUnknownOperationIsToldWhichThereAre() {
    assertThat(fixture.call("OpenTunel", "{}"))
        .isEqualTo(
            "404 {\"__type\":\"UnknownOperationException\",\"message\":\"There is no operation"
                + " 'OpenTunel'; there are [CloseTunnel, DescribeTunnel, ListTagsForResource,"
                + " ListTunnels, OpenTunnel, RotateTunnelAccessToken, TagResource,"
                + " UntagResource].\"}");
  }

  @Test
  void aStrangerIsNotToldWhichOperationsThereAre() {
    ApiRequest stranger = with(fixture.sign("OpenTunel", "{}"), "authorization", null);

    assertThat(answer(stranger))
        .isEqualTo(
            "403 {\"__type\":\"MissingAuthenticationTokenException\",\"message\":\"Missing"
                + " Authentication Token\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS4-HMAC-SHA256 Credential=a|IncompleteSignatureException",
        "AWS4-HMAC-SHA256 Credential=ADITNOSUCHKEY0000000/20261124/us-east-1/IoTSecuredTunneling/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00|UnrecognizedClientException",
        "AWS4-HMAC-SHA256 Credential=ADITNOSUCHKEY0000000/20261124/eu-west-1/IoTSecuredTunneling/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00|InvalidSignatureException",
      })
  void eachFaultOfASignatureHasAwssName(String authorization, String type) {
    ApiRequest request = with(fixture.sign("ListTunnels", "{}"), "authorization", authorization);

    assertThat(answer(request)).startsWith("403 {\"__type\":\"" + type + "\",\"message\":\"");
  }

  @Test
  void anInvalidRequestOfAStrangerIsNotEvenRead() {
    ApiRequest stranger = with(fixture.sign("OpenTunnel", "not json"), "authorization", null);

    assertThat(answer(stranger)).startsWith("403 ");
  }

  static Stream<GoldenRequest> captured() {
    return Stream.of("aws-cli", "aws-sdk-java", "curl", "date-header")
        .flatMap(client -> GoldenRequest.folder(client).stream());
  }

  @ParameterizedTest
  @MethodSource("captured")
  void whatRealClientsSentIsUnderstood(GoldenRequest captured) {
    fixture.store(
        new AccessKey(
            "ADITEXAMPLEACCESSKEY",
            "EXAMPLE-secret_of-forty-characters_-0000",
            "anna",
            true,
            ApiFixture.START,
            Role.ADMINISTRATOR));
    fixture.clock.set(timeOf(captured.request()));
    boolean oldPage = new String(captured.request().body(), UTF_8).contains("nextToken");

    String answer = answer(captured.request());

    switch (captured.name()) {
      case "OpenTunnel" -> assertThat(answer).startsWith("200 {\"tunnelId\":\"");
      case "ListTunnels" ->
          assertThat(answer)
              .startsWith(
                  oldPage
                      ? "400 {\"__type\":\"ValidationException\",\"message\":\"nextToken is not one"
                      : "200 {\"tunnelSummaries\":[]}");
      default ->
          assertThat(answer)
              .startsWith(
                  "400 {\"__type\":\"ResourceNotFoundException\",\"message\":\"Tunnel 6ff0");
    }
  }

  @Test
  void allTunnelsAreSeenOverPagesWhileNewOnesAreOpened() throws IOException {
    List<String> opened = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      fixture.clock.advance(Duration.ofMillis(i % 3));
      opened.add(call("OpenTunnel", "{}").get("tunnelId").asText());
    }

    List<String> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    @Nullable String next = "{}";
    while (next != null) {
      JsonNode page = call("ListTunnels", next);
      sizes.add(page.get("tunnelSummaries").size());
      page.get("tunnelSummaries").forEach(tunnel -> seen.add(tunnel.get("tunnelId").asText()));
      next = page.has("nextToken") ? "{\"nextToken\":" + page.get("nextToken") + "}" : null;
      call("OpenTunnel", "{}");
    }

    assertThat(sizes).containsExactly(100, 100, 50);
    assertThat(seen).isEqualTo(opened.reversed());
  }

  @Test
  void fiftyTagsAreTheLimitOverAllCalls() throws IOException {
    String arn = call("OpenTunnel", "{\"tags\":" + tags(0, 50) + "}").get("tunnelArn").asText();

    assertThat(fixture.call("TagResource", tagging(arn, tags(0, 1)))).isEqualTo("200 {}");
    assertThat(fixture.call("TagResource", tagging(arn, tags(50, 51))))
        .isEqualTo(
            "400 {\"__type\":\"LimitExceededException\",\"message\":\"A tunnel can have at most 50"
                + " tags, and would have 51; remove some first\"}");
    assertThat(fixture.call("OpenTunnel", "{\"tags\":" + tags(0, 51) + "}"))
        .startsWith("400 {\"__type\":\"LimitExceededException\"");
  }

  @Test
  void aListOfMoreThanTwoHundredIsNoValidInput() throws IOException {
    String arn = call("OpenTunnel", "{}").get("tunnelArn").asText();
    String keys =
        IntStream.range(0, 201)
            .mapToObj(i -> "\"k" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(fixture.call("TagResource", tagging(arn, tags(0, 201))))
        .startsWith("400 {\"__type\":\"ValidationException\"")
        .contains("at 'tags'", "Member must have length less than or equal to 200");
    assertThat(
            fixture.call(
                "UntagResource", "{\"resourceArn\":\"" + arn + "\",\"tagKeys\":" + keys + "}"))
        .startsWith("400 {\"__type\":\"ValidationException\"")
        .contains("at 'tagKeys'", "Member must have length less than or equal to 200");
  }

  @Test
  void anUnexpectedFailureIsLoggedOnceAndItsCauseNotTold() {
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(ApiDispatcher.class);
    logged.start();
    logger.addAppender(logged);
    ApiRequest request = fixture.sign("ListTunnels", "{}");
    assertThat(answer(request)).startsWith("200 ");
    fixture.close();

    String answer = answer(request);
    logger.detachAppender(logged);

    assertThat(answer)
        .isEqualTo(
            "500 {\"__type\":\"InternalFailure\",\"message\":\"The server failed to answer this"
                + " request. Its log says why, at request id request-of-a-test.\"}");
    assertThat(logged.list).filteredOn(event -> event.getLevel() == Level.ERROR).hasSize(1);
    ILoggingEvent event = logged.list.getLast();
    assertThat(event.getFormattedMessage()).isEqualTo("Request request-of-a-test failed");
    assertThat(event.getThrowableProxy()).isNotNull();
  }

  @Test
  void noBodyHoweverBrokenIsAnInternalFailure() {
    Random random = new Random(20261124);
    List<GoldenRequest> requests = captured().toList();
    for (int i = 0; i < 1_500; i++) {
      GoldenRequest request = requests.get(random.nextInt(requests.size()));
      byte[] body = request.request().body().clone();
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        body[random.nextInt(body.length)] =
            (byte) "{}[]\",:0-9.\\ueE tfn\0é".charAt(random.nextInt(21));
      }
      String text = new String(body, UTF_8);

      assertThat(fixture.call(request.name(), text))
          .as("%s %s", request.name(), text)
          .matches(answer -> answer.startsWith("200 {") || answer.startsWith("400 {\"__type\":\""));
    }
  }

  private JsonNode call(String operation, String body) throws IOException {
    String answer = fixture.call(operation, body);
    assertThat(answer).startsWith("200 ");
    return JSON.readTree(answer.substring(4));
  }

  private static String tags(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"key\":\"k" + i + "\",\"value\":\"\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String tagging(String arn, String tags) {
    return "{\"resourceArn\":\"" + arn + "\",\"tags\":" + tags + "}";
  }

  private String answer(ApiRequest request) {
    return ApiFixture.text(fixture.api.handle(request));
  }

  private static Instant timeOf(ApiRequest request) {
    DateTimeFormatter basic =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    return request
        .header("x-amz-date")
        .map(text -> basic.parse(text, Instant::from))
        .orElseGet(() ->
            DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                request.header("date").orElseThrow(), Instant::from));
  }

  private static ApiRequest with(ApiRequest r, String header, @Nullable String value) {
    Map<String, List<String>> headers = new LinkedHashMap<>(r.headers());
    headers.remove(header);
    if (value != null) {
      headers.put(header, List.of(value));
    }
    return new ApiRequest(
        r.method(), r.path(), r.query(), headers, r.body(), r.remoteAddress(), r.requestId());
  }
}
