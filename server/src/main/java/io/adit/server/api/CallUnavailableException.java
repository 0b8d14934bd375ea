package io.adit.server.api;

/** A call cannot be made now, or its outcome not be told, in words for its caller. */
public final class CallUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CallUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
