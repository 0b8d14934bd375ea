package io.adit.server.api;

/** A request that the API itself finds fault with. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ApiError error;

  ApiException(ApiError error, String message) {
    super(message);
    this.error = error;
  }

  ApiError error() {
    return error;
  }
}
