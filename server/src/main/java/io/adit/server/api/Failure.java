package io.adit.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that failed, as its caller is told.
 *
 * @param cause for the members that some errors have beside their message
 */
public record Failure(ApiError error, String message, String requestId, Throwable cause) {
  private static final Logger LOG = LoggerFactory.getLogger(ApiDispatcher.class);

  /** What a call's caller is told, and the log. */
  static Failure of(Throwable thrown, ApiService service, String requestId) {
    if (thrown instanceof CallUnavailableException) {
      // Whoever threw it has logged why.
      return new Failure(
          ApiError.UNAVAILABLE, String.valueOf(thrown.getMessage()), requestId, thrown);
    }
    Failure failure = of(thrown, service.error(thrown), requestId);
    if (failure.error().isOurs()) {
      LOG.error("Request {} failed", requestId, thrown);
    } else {
      LOG.debug("Request {}: {}", requestId, failure.error().type());
    }
    return failure;
  }

  private static Failure of(Throwable thrown, ApiError error, String requestId) {
    String message =
        error.isOurs()
            ? "The server failed to answer this request. Its log says why, at request id %s."
                .formatted(requestId)
            : String.valueOf(thrown.getMessage());
    // A text that repeats half a surrogate pair of the request could not be written as JSON.
    return new Failure(error, new String(message.getBytes(UTF_8), UTF_8), requestId, thrown);
  }
}
