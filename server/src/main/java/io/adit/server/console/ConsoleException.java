package io.adit.server.console;

import io.adit.server.api.Json;
import io.adit.server.http.ApiResponse;
import io.adit.server.user.UserException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is not answered as it wished. The text is for the person at the page. */
final class ConsoleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final transient Map<String, String> headers;

  ConsoleException(int status, String error, String message) {
    this(status, error, message, Map.of());
  }

  ConsoleException(int status, String error, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }

  static ConsoleException badInput(String message) {
    return new ConsoleException(400, "InvalidRequestException", message);
  }

  static ConsoleException notFound(String message) {
    return new ConsoleException(404, "NotFound", message);
  }

  /** The only place where what is wrong with users and passwords becomes a status. */
  static ConsoleException of(UserException e) {
    String message = String.valueOf(e.getMessage());
    Map<String, String> retry =
        Map.of("Retry-After", Long.toString(Math.max(1, e.retryAfter().toSeconds())));
    return switch (e.reason()) {
      case WRONG -> new ConsoleException(403, "WrongSecret", message);
      case TOO_OFTEN -> new ConsoleException(429, "TooManyAttempts", message, retry);
      case BUSY -> new ConsoleException(503, "Busy", message, retry);
      case INVALID -> badInput(message);
      case EXISTS -> new ConsoleException(409, "UserExists", message);
      case NOT_FOUND -> notFound(message);
      case LAST_ADMINISTRATOR -> new ConsoleException(409, "LastAdministrator", message);
    };
  }

  ApiResponse response() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("message", String.valueOf(getMessage()));
    return Answers.json(status, headers, Json.write(body));
  }
}
