package io.adit.server.tls;

import org.jspecify.annotations.Nullable;

/** A certificate or key that cannot be used; the text names the file and says what to do. */
public final class TlsProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsProblem(String message) {
    super(message);
  }

  TlsProblem(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
