package io.adit.server.diagnosis;

import java.util.List;

/** The data plane, to be asked what it knows of a tunnel. */
public interface LiveTunnels {
  /** The tunnel as it is now, also one without links or that nobody knows; blocks for a moment. */
  TunnelView view(String tunnelId);

  /** The tunnels that have a link at this moment, or expect one. */
  default List<String> tunnelIds() {
    return List.of();
  }
}
