package io.adit.agent.tunnel;

import java.time.Instant;
import java.util.List;

/**
 * One look at a tunnel.
 *
 * @param number counted since the agent's start, as in the log
 * @param services as the notify message named them
 */
public record TunnelView(int number, List<String> services, boolean isConnected, Instant since) {
  public TunnelView {
    services = List.copyOf(services);
  }
}
