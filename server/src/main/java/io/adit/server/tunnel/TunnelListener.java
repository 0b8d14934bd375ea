package io.adit.server.tunnel;

import org.jspecify.annotations.Nullable;

/**
 * Hears what happened to tunnels, after it was stored. Called on the thread that did it, so it must
 * return soon and must not throw; the caller is answered when all have returned.
 */
public interface TunnelListener {
  default void onOpened(OpenedTunnel opened) {}

  /**
   * @param notified where the new destination token is to be published; null: nowhere
   */
  default void onRotated(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {}

  /** Its tags are others, one of its sides has a link or none any more, or its record is gone. */
  default void onChanged(String tunnelId) {}

  default void onClosed(String tunnelId, CloseCause cause) {}
}
