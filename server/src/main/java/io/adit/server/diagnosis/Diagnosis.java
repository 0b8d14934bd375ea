package io.adit.server.diagnosis;

import io.adit.server.tunnel.Tunnel;
import java.time.Instant;
import java.util.List;

/**
 * A tunnel as it is at one moment, and what can be said of it.
 *
 * @param findings most important first; never empty
 */
public record Diagnosis(Tunnel tunnel, TunnelView view, Instant at, List<Finding> findings) {

  /** Whether nothing stands in the way of using the tunnel. */
  public boolean isFine() {
    return findings.stream().noneMatch(Finding::isProblem);
  }
}
