package io.adit.cli.proxy.options;

/** Options that make no sense; the message says which and what to give instead. */
public class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message, null, false, false);
  }

  /** What is wrong, for people; it never holds a token or a password. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
