package io.adit.agent.health;

import io.adit.agent.tunnel.TunnelView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at the agent.
 *
 * @param connectedSince null while it is not connected to the gateway
 * @param lastError null where nothing went wrong
 */
public record Health(
    State state,
    String thing,
    @Nullable Instant connectedSince,
    List<TunnelView> tunnels,
    @Nullable Problem lastError) {
  /** What it is about. */
  public enum State {
    CONNECTING,
    CONNECTED,
    WAITING,
    ENDING
  }

  /** Something that went wrong. */
  public record Problem(Instant at, String text) {}

  public Health {
    tunnels = List.copyOf(tunnels);
  }

  /** One line for people. */
  public String text() {
    long connected = tunnels.stream().filter(TunnelView::isConnected).count();
    String about =
        switch (state) {
          case CONNECTING -> "Connecting";
          case CONNECTED -> "Connected";
          case WAITING -> "Not connected";
          case ENDING -> "Ending";
        };
    String counted = "; tunnels: " + connected + " of " + tunnels.size() + " connected";
    return state == State.WAITING && lastError != null
        ? about + ": " + lastError.text() + counted
        : about + counted;
  }
}
