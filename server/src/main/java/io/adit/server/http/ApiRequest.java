package io.adit.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole HTTP request for the API.
 *
 * @param path undecoded, as on the request line, without the query
 * @param query undecoded, without the question mark; empty when there is none
 * @param headers names in lower case; values in the order they came
 * @param requestId the id that the response carries as {@code x-amzn-RequestId}
 */
public record ApiRequest(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    byte[] body,
    String remoteAddress,
    String requestId) {

  /** The first value of a header. */
  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName)).map(List::getFirst);
  }
}
