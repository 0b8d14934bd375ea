package io.adit.peer.link;

/** The relay answered, and it did not let the link in. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedException(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The relay's own words. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
