package io.adit.server.tunnel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners, in the order they were added; one that throws keeps no other from it. */
final class TunnelListeners implements TunnelListener {
  private static final Logger log = LoggerFactory.getLogger(TunnelListeners.class);

  private final List<TunnelListener> listeners = new CopyOnWriteArrayList<>();

  void add(TunnelListener listener) {
    listeners.add(listener);
  }

  @Override
  public void onOpened(OpenedTunnel opened) {
    tell(opened.tunnel().tunnelId(), "open", listener -> listener.onOpened(opened));
  }

  @Override
  public void onRotated(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
    tell(
        rotated.tunnel().tunnelId(),
        "rotated",
        listener -> listener.onRotated(rotated, mode, notified));
  }

  @Override
  public void onChanged(String tunnelId) {
    tell(tunnelId, "changed", listener -> listener.onChanged(tunnelId));
  }

  @Override
  public void onClosed(String tunnelId, CloseCause cause) {
    tell(tunnelId, "closed", listener -> listener.onClosed(tunnelId, cause));
  }

  private void tell(String tunnelId, String event, Consumer<TunnelListener> call) {
    for (TunnelListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        log.error(
            "Tunnel {} is {}, but {} failed to act on it; its links or devices may not know",
            tunnelId,
            event,
            listener.getClass().getSimpleName(),
            e);
      }
    }
  }
}
