package io.adit.server.diagnosis;

import java.util.Optional;

/** What tells things of their tunnels, to be asked whether it can. */
public interface Notices {
  /** Why a thing cannot be told now, and what happens then. */
  record Obstacle(String what, String next) {}

  /** What is in the way of telling a thing; empty: nothing is known to be. Blocks for a moment. */
  Optional<Obstacle> obstacle(String thingName);
}
