package io.adit.server;

import org.jspecify.annotations.Nullable;

/** The server cannot start or serve; the text is for the operator and says what to do. */
public final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartupException(String message) {
    this(message, null);
  }

  StartupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
