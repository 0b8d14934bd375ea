package io.adit.peer;

import io.adit.peer.connection.BackPressure;
import io.adit.peer.link.TunnelLink;

/** What the services of one link share. */
record Serving(TunnelLink link, BackPressure backPressure, LocalOptions local) {}
