package io.adit.server.tunnel;

/** The request is well formed but goes over a limit; the text names the limit and its value. */
public final class TunnelLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TunnelLimitException(String message) {
    super(message);
  }
}
