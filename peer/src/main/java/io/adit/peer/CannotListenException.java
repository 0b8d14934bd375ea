package io.adit.peer;

/** An endpoint where a source cannot listen; the message names it and says why. */
final class CannotListenException extends Exception {
  private static final long serialVersionUID = 1L;

  CannotListenException(String message) {
    super(message, null, false, false);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
