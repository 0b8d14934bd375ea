package io.adit.server.tunnel;

import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import io.adit.wire.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All tunnels and their tokens. Calls block on the store; run them on virtual threads. */
public final class TunnelRegistry {

  /** Opens a tunnel; both sides are disconnected. Throws TunnelLimitException over the limits. */
  public OpenedTunnel open(OpenRequest request) {
    throw new UnsupportedOperationException();
  }

  /** Open or closed, as long as it is kept. Throws TunnelNotFoundException. */
  public Tunnel describe(String tunnelId) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param maxResults 1 to 100
   * @throws InvalidNextTokenException for a token that is not ours
   */
  public TunnelPage list(@Nullable String thingName, int maxResults, @Nullable String nextToken) {
    throw new UnsupportedOperationException();
  }

  /** Revokes and replaces tokens of an open tunnel. */
  public RotatedTokens rotate(
      String tunnelId, ClientMode mode, @Nullable DestinationConfig notified) {
    throw new UnsupportedOperationException();
  }

  /** Closes, or does nothing when closed; with {@code delete} the record goes at once. */
  public void close(String tunnelId, boolean delete) {
    throw new UnsupportedOperationException();
  }

  /** Sets tags, replacing values of keys that are there. */
  public void tag(String tunnelId, List<Tag> tags) {
    throw new UnsupportedOperationException();
  }

  public void untag(String tunnelId, List<String> keys) {
    throw new UnsupportedOperationException();
  }

  /**
   * Lets a token's bearer in, once: of many that race with one token, one is admitted. With a
   * client token the pair may come again and again.
   */
  public Admission admit(Side side, AccessToken token, @Nullable ClientToken clientToken) {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether the tunnel is still open and the token not rotated since. The relay asks after it made
   * a link known to its listener and before it answers 101: so a rotation or close either sees the
   * link or is seen here.
   */
  public boolean isCurrent(Admission.Admitted admitted) {
    throw new UnsupportedOperationException();
  }

  /** Records that a link serves this side. */
  public void connected(String tunnelId, Side side, String linkId) {
    throw new UnsupportedOperationException();
  }

  /** Records that the side has no link, unless another than {@code linkId} serves it by now. */
  public void disconnected(String tunnelId, Side side, String linkId) {
    throw new UnsupportedOperationException();
  }

  public void addListener(TunnelListener listener) {
    throw new UnsupportedOperationException();
  }
}
