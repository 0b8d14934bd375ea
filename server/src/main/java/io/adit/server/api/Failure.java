package io.adit.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.auth.AuthenticationException;
import io.adit.server.tunnel.InvalidNextTokenException;
import io.adit.server.tunnel.TunnelLimitException;
import io.adit.server.tunnel.TunnelNotFoundException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a caller is told about an exception: the only place where one becomes a wire error. */
record Failure(ApiError error, String message) {

  static Failure of(Throwable thrown, String requestId) {
    ApiError error = error(thrown);
    return new Failure(
        error,
        error == ApiError.INTERNAL_FAILURE
            ? "The server failed to answer this request. Its log says why, at request id %s."
                .formatted(requestId)
            : String.valueOf(thrown.getMessage()));
  }

  private static ApiError error(Throwable thrown) {
    return switch (thrown) {
      case ApiException e -> e.error();
      case AuthenticationException e -> error(e.reason());
      case TunnelNotFoundException _ -> ApiError.RESOURCE_NOT_FOUND;
      case TunnelLimitException _ -> ApiError.LIMIT_EXCEEDED;
      case InvalidNextTokenException _ -> ApiError.VALIDATION;
      default -> ApiError.INTERNAL_FAILURE;
    };
  }

  private static ApiError error(AuthenticationException.Reason reason) {
    return switch (reason) {
      case MISSING -> ApiError.MISSING_AUTHENTICATION_TOKEN;
      case INCOMPLETE -> ApiError.INCOMPLETE_SIGNATURE;
      case UNKNOWN_KEY -> ApiError.UNRECOGNIZED_CLIENT;
      case INVALID -> ApiError.INVALID_SIGNATURE;
    };
  }

  /** The body of the response. */
  Map<String, String> body() {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("__type", error.type());
    // A text that repeats half a surrogate pair of the request could not be written as JSON.
    body.put("message", new String(message.getBytes(UTF_8), UTF_8));
    return body;
  }
}
