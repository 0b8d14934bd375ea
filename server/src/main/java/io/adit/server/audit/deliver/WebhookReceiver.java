package io.adit.server.audit.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.audit.chain.AuditLine;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A web hook: gets some records in each {@code POST}, and has them when it answered with 2xx.
 *
 * <pre>
 * X-Adit-Records: 17-42
 * X-Adit-Signature: t=1795780800,v1=(HMAC-SHA-256, in hex, of "1795780800." and the body)
 * </pre>
 */
final class WebhookReceiver implements Receiver {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HMAC = "HmacSHA256";

  private final WebhookOptions options;
  private final CloudTrail form;
  private final HttpClient client;

  WebhookReceiver(WebhookOptions options, CloudTrail form) throws IOException {
    this.options = options;
    this.form = form;
    this.client =
        HttpClient.newBuilder()
            .sslContext(Trust.of(options.ca()))
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** The query may hold what is nobody's business. */
  @Override
  public String name() {
    return options.url().getScheme()
        + "://"
        + options.url().getRawAuthority()
        + options.url().getRawPath();
  }

  @Override
  public void take(List<AuditLine> lines) throws IOException {
    byte[] body = body(lines).getBytes(UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.url())
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("User-Agent", "adit-audit")
            .header("X-Adit-Records", lines.getFirst().seq() + "-" + lines.getLast().seq())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    String secret = options.secret();
    if (secret != null) {
      request.header("X-Adit-Signature", signature(secret, Instant.now().getEpochSecond(), body));
    }
    int status = send(request.build());
    if (status / 100 != 2) {
      throw new IOException("it answered with status " + status);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  static String signature(String secret, long time, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), HMAC));
      mac.update((time + ".").getBytes(UTF_8));
      return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  private String body(List<AuditLine> lines) {
    return options.isCloudTrail()
        ? form.file(lines)
        : lines.stream()
            .map(AuditLine::toString)
            .collect(Collectors.joining(",\n", "{\"records\":[\n", "\n]}"));
  }

  private int send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server stops", e);
    } catch (IOException e) {
      throw e.getMessage() == null ? new IOException("it cannot be reached", e) : e;
    }
  }
}
