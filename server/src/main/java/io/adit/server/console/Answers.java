package io.adit.server.console;

import io.adit.server.api.Json;
import io.adit.server.http.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms of the answers to pages. None may be kept: what they say is one person's. */
final class Answers {
  private Answers() {}

  static ApiResponse ok(Object body) {
    return json(200, Map.of(), Json.writeForPages(body));
  }

  static ApiResponse json(int status, Map<String, String> headers, byte[] body) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    all.put("Cache-Control", "no-store");
    return new ApiResponse(status, all, body);
  }

  static ApiResponse done(String... cookies) {
    return new ApiResponse(204, Map.of("Cache-Control", "no-store"), new byte[0], List.of(cookies));
  }

  /** Sends the browser elsewhere. */
  static ApiResponse elsewhere(int status, String location, String... cookies) {
    return new ApiResponse(
        status,
        Map.of("Location", location, "Cache-Control", "no-store"),
        new byte[0],
        List.of(cookies));
  }

  static ApiResponse with(ApiResponse answer, String... cookies) {
    return new ApiResponse(answer.status(), answer.headers(), answer.body(), List.of(cookies));
  }
}
