package io.adit.wire;

/**
 * Something came that is no notify message, or one is to be made of values that it cannot hold. The
 * text says what is wrong and never holds the token.
 */
public final class InvalidNotifyMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidNotifyMessageException(String problem) {
    super(problem);
  }
}
