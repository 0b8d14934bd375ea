package io.adit.peer.connection;

import io.adit.peer.link.TunnelLink;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Slows a link to its slowest local application, and local applications to their link: the link is
 * not read while any connection is full, connections are not read while the link is full.
 */
public final class BackPressure {
  private final TunnelLink link;
  private final Set<Connection> full = new LinkedHashSet<>();
  private final Set<Connection> waiting = new LinkedHashSet<>();

  public BackPressure(TunnelLink link) {
    this.link = link;
  }

  /** This connection takes no more for now. */
  public void onFull(Connection connection) {
    if (full.add(connection) && full.size() == 1) {
      link.pause();
    }
  }

  /** This connection takes more again, or is over. */
  public void onRoom(Connection connection) {
    if (full.remove(connection) && full.isEmpty()) {
      link.resume();
    }
  }

  /** This connection has more to send than the link takes; it is resumed when the link does. */
  public void awaitLink(Connection connection) {
    waiting.add(connection);
  }

  /** The link takes more: those that waited longest go first. */
  public void onDrained() {
    List<Connection> resumed = List.copyOf(waiting);
    waiting.clear();
    resumed.forEach(Connection::resumeReading);
  }

  public void forget(Connection connection) {
    waiting.remove(connection);
    onRoom(connection);
  }
}
