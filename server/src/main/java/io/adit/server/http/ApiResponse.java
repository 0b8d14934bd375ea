package io.adit.server.http;

import java.util.List;
import java.util.Map;

/**
 * A whole HTTP response of the API; the HTTP side adds {@code x-amzn-RequestId} and the length.
 *
 * @param cookies values of Set-Cookie, each a header of its own
 */
public record ApiResponse(
    int status, Map<String, String> headers, byte[] body, List<String> cookies) implements Reply {

  public ApiResponse(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, List.of());
  }
}
