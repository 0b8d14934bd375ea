package io.adit.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adit.cli.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.utils.StringInputStream;

/** Calls of the API by the name of the operation, also of those that AWS's SDK does not know. */
public final class SignedCalls implements AutoCloseable {
  private static final String SERVICE = "IoTSecuredTunneling";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** No answer is as long. */
  private static final int MAX_ANSWER_BYTES = 8 * 1024 * 1024;

  /** Numbers stay as they came: a time as a double would lose its form. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
          .build();

  private static final int OK = 200;
  private static final String NOT_FOUND = "ResourceNotFoundException";

  private record Answer(int status, JsonNode json) {
    /** AWS may put the model's name and a # before it. */
    String errorType() {
      return json.path("__type").asText("").replaceFirst(".*#", "");
    }

    /** Of a wrong signature it goes on with the canonical request, which helps those who sign. */
    String errorMessage() {
      String message = json.path("message").asText(json.path("Message").asText(""));
      return message.lines().findFirst().orElse("");
    }
  }

  private final ApiAccess access;
  private final SdkHttpClient http;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  public SignedCalls(ApiAccess access) {
    this.access = access;
    this.http = TunnelApi.http(access, PATIENCE).build();
  }

  /**
   * Calls an operation.
   *
   * @param target the operation with its prefix, as X-Amz-Target has it
   * @throws CommandFailedException when there is no answer, or an error
   */
  public JsonNode call(String target, JsonNode input) {
    Answer answer = send(target, input);
    if (answer.status() == OK) {
      return answer.json();
    }
    throw failure(answer);
  }

  /** The same, and empty where what it is about does not exist. */
  public Optional<JsonNode> find(String target, JsonNode input) {
    Answer answer = send(target, input);
    if (answer.status() == OK) {
      return Optional.of(answer.json());
    }
    if (answer.errorType().equals(NOT_FOUND)) {
      return Optional.empty();
    }
    throw failure(answer);
  }

  private Answer send(String target, JsonNode input) {
    String body = input.toString();
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(access.endpoint())
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", target)
            .build();
    SignedRequest signed =
        signer.sign(it ->
            it.identity(access.credentials())
                .request(request)
                .payload(() -> new StringInputStream(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, access.region()));
    try {
      HttpExecuteRequest.Builder execution = HttpExecuteRequest.builder().request(signed.request());
      signed.payload().ifPresent(execution::contentStreamProvider);
      return answer(http.prepareRequest(execution.build()).call());
    } catch (IOException e) {
      throw new CommandFailedException(access.endpoint() + " " + unreachable(e));
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private Answer answer(HttpExecuteResponse response) throws IOException {
    int status = response.httpResponse().statusCode();
    byte[] bytes = new byte[0];
    if (response.responseBody().isPresent()) {
      try (InputStream body = response.responseBody().get()) {
        bytes = body.readNBytes(MAX_ANSWER_BYTES);
      }
    }
    return new Answer(status, parse(bytes, status));
  }

  private JsonNode parse(byte[] bytes, int status) {
    try {
      return JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new CommandFailedException(
          access.endpoint() + " answered with " + status + " and no JSON: it is no tunnel API");
    }
  }

  private CommandFailedException failure(Answer answer) {
    String type = answer.errorType();
    String message = answer.errorMessage();
    return switch (type) {
      case "UnknownOperationException" -> ApiAccess.notAdit(access.endpoint().toString());
      case NOT_FOUND -> new CommandFailedException(message);
      case "" ->
          new CommandFailedException(
              access.endpoint() + " answered with " + answer.status() + " " + message);
      default -> new CommandFailedException(access.endpoint() + ": " + type + ": " + message);
    };
  }

  /** Why there was no answer, to stand behind the endpoint. */
  static String unreachable(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "cannot be reached: its host name is unknown";
      case ConnectException _ -> "cannot be reached: " + e.getMessage();
      case SocketTimeoutException _ -> "did not answer in " + PATIENCE.toSeconds() + " s";
      case SSLException _ ->
          "has a certificate that is not trusted, or does not speak TLS ("
              + e.getMessage()
              + "); name its authority with --ca-bundle or AWS_CA_BUNDLE";
      default -> "failed: " + e.getMessage();
    };
  }
}
