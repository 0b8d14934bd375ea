package io.adit.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.StringInputStream;

/**
 * The tunneling API, each call made once: whoever tried again by itself would hide what became of
 * the first try.
 */
final class Calls implements AutoCloseable {
  private static final String SERVICE = "IoTSecuredTunneling";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  private final Access access;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsIdentity identity;
  private final HttpClient http;

  Calls(Access access, Transport transport) {
    this.access = access;
    this.identity = AwsCredentialsIdentity.create(access.keyId(), access.secret());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(transport.context())
            .connectTimeout(LIMIT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  static ObjectNode input() {
    return JSON.createObjectNode();
  }

  /**
   * The answer to a call.
   *
   * @param status 200, or a 4xx that says that nothing was done
   */
  record Answer(int status, JsonNode json) {
    boolean isDone() {
      return status == 200;
    }

    /** Whether there is no such tunnel. */
    boolean isMissing() {
      return json.path("__type").asText().contains("ResourceNotFound");
    }
  }

  /**
   * Makes a call.
   *
   * @throws IOException where nobody knows whether it was done: no answer, or a 5xx
   */
  Answer call(String operation, ObjectNode input) throws IOException {
    String json = input.toString();
    var request = HttpRequest.newBuilder(access.endpoint().resolve("/")).timeout(LIMIT);
    signed(operation, json)
        .forEachHeader((name, values) -> {
          if (!name.equalsIgnoreCase("Host")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      var answer =
          http.send(
              request.POST(HttpRequest.BodyPublishers.ofString(json)).build(),
              BodyHandlers.ofString());
      if (answer.statusCode() >= 500) {
        throw new IOException(operation + ": " + answer.statusCode() + " " + answer.body());
      }
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private SdkHttpRequest signed(String operation, String json) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(access.endpoint().resolve("/"))
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", SERVICE + "." + operation)
            .build();
    return signer
        .sign(sign ->
            sign.identity(identity)
                .request(request)
                .payload(() -> new StringInputStream(json))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, access.region()))
        .request();
  }

  /** Ends its connections. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
