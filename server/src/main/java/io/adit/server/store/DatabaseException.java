package io.adit.server.store;

import java.nio.file.Path;
import java.sql.SQLException;

/** The database cannot do what it was asked; the text names the file, the cause and the cure. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String REPAIR =
      "put back a backup (adit restore FILE --force), or save what can be read (docs/reliability.md, \"Repair\")";

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

  /**
   * What a check of the file found.
   *
   * @param found in SQLite's words
   */
  static DatabaseException damaged(Path file, String found) {
    return new DatabaseException(damagedText(file) + " (" + found.replaceAll("\\s+", " ") + ")");
  }

  private static String damagedText(Path file) {
    return "%s is damaged: stop the server, then %s".formatted(file, REPAIR);
  }

  private static String text(Path file, SQLException cause) {
    String user = System.getProperty("user.name", "this user");
    return switch (cause.getErrorCode()) {
      case BUSY ->
          "%s is locked by another program (lsof names it); stop that program and try again"
              .formatted(file);
      case READ_ONLY ->
          "%s cannot be written: give user %s the right to write it and its folder, and see that its file system is not mounted read-only"
              .formatted(file, user);
      case IO_ERROR ->
          "%s cannot be read or written: see the system's log for errors of its disk, and whether a limit or quota of file sizes is reached"
              .formatted(file);
      case CORRUPT -> damagedText(file);
      case FULL ->
          "The disk that holds %s is full: make room on it; nothing stored was lost"
              .formatted(file);
      case CANNOT_OPEN ->
          "%s cannot be opened: see that its folder exists and that user %s may write there"
              .formatted(file, user);
      case NOT_A_DATABASE ->
          "%s is not a database: move it away or choose another data folder; where it was one, its beginning is overwritten: %s"
              .formatted(file, REPAIR);
      default -> "%s failed".formatted(file);
    };
  }
}
