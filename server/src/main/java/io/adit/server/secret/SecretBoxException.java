package io.adit.server.secret;

import org.jspecify.annotations.Nullable;

/** A secret could not be sealed or opened; the text says what to do about the key file. */
public final class SecretBoxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SecretBoxException(String message) {
    this(message, null);
  }

  SecretBoxException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
