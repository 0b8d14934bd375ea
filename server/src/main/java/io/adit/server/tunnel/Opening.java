package io.adit.server.tunnel;

import org.jspecify.annotations.Nullable;

/**
 * Who opens a tunnel, and beside how many it may be opened.
 *
 * @param principal the user's name; null: the server itself
 * @param most as many may be open at once, of all principals; null: as many as one likes
 * @param mostOfPrincipal the same of this one
 */
public record Opening(
    @Nullable String principal, @Nullable Integer most, @Nullable Integer mostOfPrincipal) {

  /** Throws TunnelLimitException if so many are enough. */
  public void checkAll(int open) {
    if (most != null && open >= most) {
      throw new TunnelLimitException(
          "The account can have at most %d open tunnels, and has %d; close one, or have --max-open-tunnels raised"
              .formatted(most, open));
    }
  }

  /** The same for those of the principal. */
  public void checkPrincipal(int open) {
    if (mostOfPrincipal != null && open >= mostOfPrincipal) {
      throw new TunnelLimitException(
          "%s can have at most %d open tunnels, and has %d; close one, or have the limit raised ('adit limits set --principal %s open-tunnels=...')"
              .formatted(principal, mostOfPrincipal, open, principal));
    }
  }
}
