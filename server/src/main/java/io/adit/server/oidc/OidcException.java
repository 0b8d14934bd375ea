package io.adit.server.oidc;

import java.util.Locale;

/** A sign-in at the provider that came to nothing. The text is for the operator's log. */
public final class OidcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the person at the page is told. */
  public enum Reason {
    /** The provider said no, or the person did. */
    REFUSED,
    /** The answer is none to a question of this browser. */
    FOREIGN,
    /** The provider cannot be asked, or its answer cannot be trusted. */
    PROVIDER,
    /** Known to the provider, but without a role here. */
    NO_ROLE;

    /** As the page's address has it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;

  OidcException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
