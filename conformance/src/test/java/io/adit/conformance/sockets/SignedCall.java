package io.adit.conformance.sockets;

import io.adit.conformance.programs.AditProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Writes API calls whose signature is good, whatever their body is. */
public final class SignedCall {
  private final AditProcess server;
  private final URI endpoint;
  private final String region;
  private final AwsCredentialsIdentity identity;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  public SignedCall(AditProcess server) {
    this.server = server;
    endpoint = server.endpoint();
    region = server.variable("AWS_REGION");
    identity =
        AwsCredentialsIdentity.create(
            server.variable("AWS_ACCESS_KEY_ID"), server.variable("AWS_SECRET_ACCESS_KEY"));
  }

  /** The bytes of an HTTP request. */
  public byte[] bytes(String operation, String body) {
    return bytes(operation, body.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] bytes(String operation, byte[] body) {
    return bytesTo("IoTSecuredTunneling." + operation, body);
  }

  /** Calls an operation that only Adit has, which must succeed. */
  public HttpAnswer own(String operation, String body) throws IOException {
    try (var connection = TlsConnection.open(TlsConnection.trusting(server), server.port())) {
      connection.send(bytesTo("Adit." + operation, body.getBytes(StandardCharsets.UTF_8)));
      var answer = connection.readAnswer();
      if (answer.status() != 200) {
        throw new AssertionError(operation + " should have succeeded: " + answer);
      }
      return answer;
    }
  }

  private byte[] bytesTo(String target, byte[] body) {
    var unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint.resolve("/"))
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", target)
            .build();
    var signed =
        signer.sign(sign ->
            sign.identity(identity)
                .request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "IoTSecuredTunneling"));
    return concat(head(signed.request(), body.length), body);
  }

  private static byte[] head(SdkHttpRequest request, int length) {
    var head = new StringBuilder("POST / HTTP/1.1\r\n");
    request.forEachHeader((name, values) ->
        values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n")));
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] concat(byte[] head, byte[] body) {
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }
}
