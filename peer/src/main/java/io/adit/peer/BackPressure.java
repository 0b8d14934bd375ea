package io.adit.peer;

import io.adit.peer.link.TunnelLink;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Slows a link to its slowest local application, and local applications to their link: the link is
 * not read while any connection is full, connections are not read while the link is full.
 */
final class BackPressure {
  private final TunnelLink link;
  private final Set<Connection> full = new LinkedHashSet<>();
  private final Set<Connection> waiting = new LinkedHashSet<>();

  BackPressure(TunnelLink link) {
    this.link = link;
  }

  /** This connection takes no more for now. */
  void onFull(Connection connection) {
    if (full.add(connection) && full.size() == 1) {
      link.pause();
    }
  }

  /** This connection takes more again, or is over. */
  void onRoom(Connection connection) {
    if (full.remove(connection) && full.isEmpty()) {
      link.resume();
    }
  }

  /** This connection has more to send than the link takes; it is resumed when the link does. */
  void awaitLink(Connection connection) {
    waiting.add(connection);
  }

  /** The link takes more: those that waited longest go first. */
  void onDrained() {
    List<Connection> resumed = List.copyOf(waiting);
    waiting.clear();
    resumed.forEach(Connection::resumeReading);
  }

  void forget(Connection connection) {
    waiting.remove(connection);
    onRoom(connection);
  }
}
