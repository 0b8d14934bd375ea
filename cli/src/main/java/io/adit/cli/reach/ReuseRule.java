package io.adit.cli.reach;

import io.adit.cli.api.TunnelFacts;
import java.time.Duration;
import java.time.Instant;

/** Which tunnels that are there already may be used. */
final class ReuseRule {
  /** How tunnels are described that end with the command that opened them: nobody else's to use. */
  static final String PASSING = "adit: closed when it ends";

  /** What is about to close by itself is not begun with. */
  static final Duration LEAST_LEFT = Duration.ofMinutes(10);

  private ReuseRule() {}

  /** Whether a tunnel is worth a closer look. */
  static boolean mayDo(TunnelFacts.Summary tunnel) {
    return tunnel.isOpen() && !tunnel.description().startsWith(PASSING);
  }

  /** Whether a tunnel leads there, nobody is at its source, and it lasts for a while. */
  static boolean suits(TunnelFacts tunnel, Wanted wanted, Instant now) {
    return mayDo(tunnel.summary())
        && wanted.thing().equals(tunnel.thing())
        && tunnel.services().containsAll(wanted.services())
        && !tunnel.sides().source().isConnected()
        && !now.plus(LEAST_LEFT).isAfter(tunnel.expiresAt());
  }
}
