package io.adit.server.auth;

/** It is not known who sent a request. The text is for the sender; it holds no secret. */
public final class AuthenticationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the proof. */
  public enum Reason {
    /** There is none. */
    MISSING,
    /** It cannot be read. */
    INCOMPLETE,
    /** It names a key that is not, or no longer, in use. */
    UNKNOWN_KEY,
    /** It does not belong to this request, place or time. */
    INVALID
  }

  private final Reason reason;

  AuthenticationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static AuthenticationException missing(String message) {
    return new AuthenticationException(Reason.MISSING, message);
  }

  static AuthenticationException incomplete(String message) {
    return new AuthenticationException(Reason.INCOMPLETE, message);
  }

  static AuthenticationException unknownKey(String message) {
    return new AuthenticationException(Reason.UNKNOWN_KEY, message);
  }

  static AuthenticationException invalid(String message) {
    return new AuthenticationException(Reason.INVALID, message);
  }

  public Reason reason() {
    return reason;
  }
}
