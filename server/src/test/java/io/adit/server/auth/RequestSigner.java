package io.adit.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.http.ApiRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs {@code POST /} as the AWS CLI does. Shares no code with what verifies, so that a mistake in
 * one does not hide in the other.
 */
public final class RequestSigner {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String accessKeyId;
  private final String secret;
  private String region = "us-east-1";
  private String service = "IoTSecuredTunneling";
  private final Map<String, String> extra = new LinkedHashMap<>();

  public RequestSigner(AccessKey key) {
    this(key.id(), key.secret());
  }

  public RequestSigner(String accessKeyId, String secret) {
    this.accessKeyId = accessKeyId;
    this.secret = secret;
  }

  RequestSigner region(String value) {
    region = value;
    return this;
  }

  RequestSigner service(String value) {
    service = value;
    return this;
  }

  /** Adds a header and signs it. */
  RequestSigner header(String name, String value) {
    extra.put(name, value);
    return this;
  }

  /** A signed request for an operation; one of AWS's unless it has its prefix. */
  public ApiRequest sign(Instant now, String operation, String body) {
    Map<String, String> signed = new TreeMap<>(extra);
    signed.put("content-type", "application/x-amz-json-1.1");
    signed.put("host", "localhost:8443");
    signed.put("x-amz-date", TIME.format(now));
    String prefix = operation.contains(".") ? "" : "IoTSecuredTunneling.";
    signed.put("x-amz-target", prefix + operation);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    signed.forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("authorization", List.of(authorization(signed, service, "POST\n/\n", body)));
    return new ApiRequest(
        "POST", "/", "", headers, body.getBytes(UTF_8), "127.0.0.1", "request-of-a-test");
  }

  /**
   * A signed request of AWS IoT.
   *
   * @param target path and query, encoded; the query's parameters in order
   * @param principal the header {@code x-amzn-principal}; empty: none
   */
  public ApiRequest signIot(
      Instant now, String method, String target, String principal, String body) {
    Map<String, String> signed = new TreeMap<>(extra);
    signed.put("host", "localhost:8443");
    signed.put("x-amz-date", TIME.format(now));
    if (!principal.isEmpty()) {
      signed.put("x-amzn-principal", principal);
    }
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    // Every service but S3 encodes the encoded path once more.
    String line = method + "\n" + path.replace("%", "%25").replace(":", "%3A") + "\n" + query;
    Map<String, List<String>> headers = new LinkedHashMap<>();
    signed.forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("authorization", List.of(authorization(signed, "iot", line, body)));
    return new ApiRequest(
        method, path, query, headers, body.getBytes(UTF_8), "127.0.0.1", "request-of-a-test");
  }

  /** A signed form of AWS STS. */
  public ApiRequest signSts(Instant now, String form) {
    Map<String, String> signed = new TreeMap<>(extra);
    signed.put("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    signed.put("host", "localhost:8443");
    signed.put("x-amz-date", TIME.format(now));
    Map<String, List<String>> headers = new LinkedHashMap<>();
    signed.forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("authorization", List.of(authorization(signed, "sts", "POST\n/\n", form)));
    return new ApiRequest(
        "POST", "/", "", headers, form.getBytes(UTF_8), "127.0.0.1", "request-of-a-test");
  }

  private String authorization(
      Map<String, String> signed, String service, String requestLine, String body) {
    String time = signed.getOrDefault("x-amz-date", "");
    String date = time.substring(0, 8);
    String names = String.join(";", signed.keySet());
    String lines =
        signed.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    String canonical = requestLine + "\n" + lines + "\n" + names + "\n" + sha256(body);
    String scope = date + "/" + region + "/" + service + "/aws4_request";
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : List.of(date, region, service, "aws4_request")) {
      key = hmac(key, part);
    }
    String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical);
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(accessKeyId, scope, names, HexFormat.of().formatHex(hmac(key, toSign)));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
