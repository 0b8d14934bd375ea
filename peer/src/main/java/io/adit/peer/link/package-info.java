/**
 * One WebSocket link to the relay. A {@link io.adit.peer.link.RelayConnector} dials the relay, asks
 * for the upgrade and reads the answer; what it opens is a {@link io.adit.peer.link.TunnelLink},
 * which carries messages both ways, pings, and says once why it ended ({@link
 * io.adit.peer.link.LinkEnd}). Nothing here knows what the messages mean.
 */
@NullMarked
package io.adit.peer.link;

import org.jspecify.annotations.NullMarked;
