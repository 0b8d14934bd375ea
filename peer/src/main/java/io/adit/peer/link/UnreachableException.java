package io.adit.peer.link;

/** No answer from the relay that could be understood; the message says what happened. */
public final class UnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreachableException(String message) {
    super(message, null, false, false);
  }

  /** What happened, for people. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
