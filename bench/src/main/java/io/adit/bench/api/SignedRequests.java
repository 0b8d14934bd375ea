package io.adit.bench.api;

import io.adit.cli.api.ApiAccess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.utils.StringInputStream;

/**
 * Calls of the tunneling API as bytes for the wire, signed before they are sent, so that what
 * signing costs a client is in no figure. Good for some minutes, as signatures are.
 */
final class SignedRequests {
  private static final String SERVICE = "IoTSecuredTunneling";

  private final ApiAccess access;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  SignedRequests(ApiAccess access) {
    this.access = access;
  }

  byte[] of(String operation, String json) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(access.endpoint())
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", SERVICE + "." + operation)
            .build();
    SignedRequest signed =
        signer.sign(it ->
            it.identity(access.credentials())
                .request(request)
                .payload(() -> new StringInputStream(json))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, access.region()));
    return wire(signed.request(), json);
  }

  private static byte[] wire(SdkHttpRequest signed, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder("POST / HTTP/1.1\r\n");
    signed.headers().forEach((name, values) -> header(head, name, values));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private static void header(StringBuilder head, String name, List<String> values) {
    values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n"));
  }
}
