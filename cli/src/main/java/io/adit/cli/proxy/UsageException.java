package io.adit.cli.proxy;

/** Options that make no sense; the message says which and what to give instead. */
class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message, null, false, false);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
