package io.adit.server.backup;

/** A file cannot be used as a backup; the text says which, why, and what to do. */
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupException(String message) {
    super(message);
  }
}
