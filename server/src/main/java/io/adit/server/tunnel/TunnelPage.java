package io.adit.server.tunnel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the tunnels, newest first.
 *
 * @param nextToken asks for the page that follows; null on the last
 */
public record TunnelPage(List<Tunnel> tunnels, @Nullable String nextToken) {
  public TunnelPage {
    tunnels = List.copyOf(tunnels);
  }
}
