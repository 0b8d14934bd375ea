package io.adit.server.limit;

/** A call came too soon after others; the text is for the caller. */
public final class ThrottledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ThrottledException(String message) {
    super(message);
  }
}
