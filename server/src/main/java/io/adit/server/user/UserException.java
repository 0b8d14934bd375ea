package io.adit.server.user;

import java.time.Duration;

/** Something about users or passwords that cannot be done; the text is for who asked. */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** Name, password or code: it is not said which. */
    WRONG,
    /** Too many have been wrong lately. */
    TOO_OFTEN,
    /** Too many wait for their password to be checked. */
    BUSY,
    /** A name or password that cannot be. */
    INVALID,
    EXISTS,
    NOT_FOUND,
    /** It is the only one who may manage users. */
    LAST_ADMINISTRATOR
  }

  private final Reason reason;
  private final Duration retryAfter;

  UserException(Reason reason, String message) {
    this(reason, message, Duration.ZERO);
  }

  private UserException(Reason reason, String message, Duration retryAfter) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  static UserException tooOften(Duration retryAfter) {
    return new UserException(
        Reason.TOO_OFTEN,
        "Too many attempts: try again in %d seconds".formatted(retryAfter.toSeconds()),
        retryAfter);
  }

  static UserException busy() {
    return new UserException(
        Reason.BUSY, "Too many sign in at this moment: try again", Duration.ofSeconds(1));
  }

  public Reason reason() {
    return reason;
  }

  /** When trying again may help; zero where it is not a matter of time. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
