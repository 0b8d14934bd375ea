package io.adit.server.tunnel;

/** A page was asked for with a token that no earlier page gave out. */
public final class InvalidNextTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidNextTokenException(String message) {
    super(message);
  }
}
