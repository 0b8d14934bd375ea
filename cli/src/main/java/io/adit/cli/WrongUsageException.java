package io.adit.cli;

/** The command line cannot be understood or served; the text says which part, and why. */
public final class WrongUsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WrongUsageException(String message) {
    super(message);
  }
}
