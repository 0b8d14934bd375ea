package io.adit.server.thing;

import java.util.Set;

/** Which devices are there now. */
public interface Presence {
  /** The things that somebody listens for at this moment. May block for a moment. */
  Set<String> connectedThings();
}
