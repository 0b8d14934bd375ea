package io.adit.server.audit;

import org.jspecify.annotations.Nullable;

/** The log cannot be written now. */
public final class AuditException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AuditException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
