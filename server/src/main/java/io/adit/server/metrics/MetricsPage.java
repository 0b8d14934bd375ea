package io.adit.server.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.http.ApiHandler;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics}: all numbers, for whoever shows the token. */
public final class MetricsPage implements ApiHandler {
  private static final String SCHEME = "Bearer ";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String NUMBERS = "text/plain; version=0.0.4; charset=utf-8";

  private final Metrics metrics;
  private final byte @Nullable [] expected;

  /**
   * @param token what who asks must show; null: anybody may see them
   */
  public MetricsPage(Metrics metrics, @Nullable String token) {
    this.metrics = metrics;
    this.expected = token == null ? null : (SCHEME + token).getBytes(UTF_8);
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    if (!request.method().equals("GET")) {
      return answer(405, Map.of("Content-Type", TEXT, "Allow", "GET"), "Metrics are read\n");
    }
    if (!mayRead(request)) {
      return answer(
          401,
          Map.of("Content-Type", TEXT, "WWW-Authenticate", "Bearer realm=\"metrics\""),
          "Metrics are for those who show the token of --metrics-token-file: Authorization: Bearer"
              + " TOKEN\n");
    }
    return answer(200, Map.of("Content-Type", NUMBERS), metrics.text());
  }

  /** Takes as long for a token that is nearly right as for one that is not. */
  private boolean mayRead(ApiRequest request) {
    String shown = request.header("authorization").orElse("");
    return expected == null || MessageDigest.isEqual(expected, shown.getBytes(UTF_8));
  }

  private static ApiResponse answer(int status, Map<String, String> headers, String text) {
    return new ApiResponse(status, headers, text.getBytes(UTF_8));
  }
}
