package io.adit.server.api;

import io.adit.server.http.ApiRequest;

/**
 * Where a call came from.
 *
 * @param remoteAddress as {@link ApiRequest} has it
 * @param userAgent what the caller's program says it is; empty: nothing
 * @param requestId the id that the answer carries
 */
public record CallOrigin(String remoteAddress, String userAgent, String requestId) {

  /** Where a request came from. */
  public static CallOrigin of(ApiRequest request) {
    return new CallOrigin(
        request.remoteAddress(), request.header("user-agent").orElse(""), request.requestId());
  }
}
