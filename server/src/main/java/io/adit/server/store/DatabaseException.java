package io.adit.server.store;

import java.nio.file.Path;
import java.sql.SQLException;

/** The database cannot do what it was asked; the text names the file, the cause and the cure. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int BUSY = 5;
  private static final int READ_ONLY = 8;
  private static final int IO_ERROR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int NOT_A_DATABASE = 26;

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }

  DatabaseException(String message) {
    super(message);
  }

  static DatabaseException of(Path file, SQLException cause) {
    return new DatabaseException(text(file, cause) + " (" + cause.getMessage() + ")", cause);
  }

  private static String text(Path file, SQLException cause) {
    String user = System.getProperty("user.name", "this user");
    return switch (cause.getErrorCode()) {
      case BUSY ->
          "%s is locked by another program; stop that program and try again".formatted(file);
      case READ_ONLY ->
          "%s cannot be written: give user %s the right to write it and its folder"
              .formatted(file, user);
      case IO_ERROR ->
          "%s cannot be read or written: see the system's log for errors of its disk"
              .formatted(file);
      case CORRUPT -> "%s is damaged: stop the server and put back a copy of it".formatted(file);
      case FULL ->
          "The disk that holds %s is full: make room on it; nothing stored was lost"
              .formatted(file);
      case CANNOT_OPEN ->
          "%s cannot be opened: see that its folder exists and that user %s may write there"
              .formatted(file, user);
      case NOT_A_DATABASE ->
          "%s is not a database: move it away or choose another data folder".formatted(file);
      default -> "%s failed".formatted(file);
    };
  }
}
