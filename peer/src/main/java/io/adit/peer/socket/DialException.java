package io.adit.peer.socket;

import org.jspecify.annotations.Nullable;

/** An endpoint that could not be reached; the message names it and says why. */
public final class DialException extends Exception {
  private static final long serialVersionUID = 1L;

  DialException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What went wrong, for people. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
