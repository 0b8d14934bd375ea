package io.adit.server.policy;

/** A policy that cannot be used; the text is for who wrote it. */
public final class PolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PolicyException(String message) {
    super(message);
  }
}
