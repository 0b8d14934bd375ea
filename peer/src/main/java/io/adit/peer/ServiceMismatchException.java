package io.adit.peer;

/** The tunnel's services are not those that the mapping is for; the message says both. */
final class ServiceMismatchException extends Exception {
  private static final long serialVersionUID = 1L;

  ServiceMismatchException(String message) {
    super(message, null, false, false);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
