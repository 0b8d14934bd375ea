package io.adit.server.principal;

/** Something about policies that cannot be done; the text is for who asked. */
public final class PolicyFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    NOT_FOUND,
    EXISTS,
    /** Somebody's rights hang on it. */
    IN_USE,
    /** The document, or a name. */
    INVALID
  }

  private final Reason reason;

  PolicyFault(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public static PolicyFault noAccessKey(String id) {
    return new PolicyFault(Reason.NOT_FOUND, "There is no access key " + id);
  }

  public static PolicyFault noUser(String name) {
    return new PolicyFault(Reason.NOT_FOUND, "There is no user " + name);
  }

  public Reason reason() {
    return reason;
  }
}
