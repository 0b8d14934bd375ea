package io.adit.peer;

import io.adit.peer.connection.BackPressure;
import io.adit.peer.link.TunnelLink;

/** What the services of one link share. */
record Serving(TunnelLink link, BackPressure backPressure, LocalOptions local) {
  static Serving on(TunnelLink link, LocalOptions local) {
    return new Serving(link, new BackPressure(link), local);
  }
}
