package io.adit.server.tunnel;

/** No tunnel has this id, or it was deleted, or it is closed where an open one is needed. */
public final class TunnelNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TunnelNotFoundException(String message) {
    super(message);
  }

  /** There is no tunnel of this id. */
  public static TunnelNotFoundException of(String tunnelId) {
    return new TunnelNotFoundException(
        "Tunnel %s does not exist: it was never opened here, or deleted, or closed too long ago"
            .formatted(tunnelId));
  }
}
