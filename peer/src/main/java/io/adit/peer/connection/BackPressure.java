package io.adit.peer.connection;

import io.adit.peer.link.TunnelLink;
import io.adit.peer.socket.Timers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Slows a link to its slowest local application, and local applications to their link: the link is
 * not read while any connection is full or all together hold too much; connections are not read
 * while the link is full. It outlives the links: what still waits for applications of an earlier
 * one counts too.
 */
public final class BackPressure {
  /** How often those that hold something up are looked at. */
  static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

  private final Timers timers;
  private final Talk<Connection> talk = new Talk<>();
  private final ConnectionLimits limits;
  private final boolean seesStarts;
  private final Set<Connection> open = new LinkedHashSet<>();
  private final Set<Connection> full = new LinkedHashSet<>();
  private final Set<Connection> waiting = new LinkedHashSet<>();
  private final Set<Connection> watched = new LinkedHashSet<>();

  private @Nullable TunnelLink link;
  private int heldBytes;
  private boolean overTotal;
  private boolean paused;
  private long pausedAt;

  /**
   * @param seesStarts whether connections begin here, so that all are known; where they begin at
   *     the other end, a start may wait in the link unseen
   */
  public BackPressure(Timers timers, ConnectionLimits limits, boolean seesStarts) {
    this.timers = timers;
    this.limits = limits;
    this.seesStarts = seesStarts;
  }

  /** This link is the one to slow down. */
  public void onLink(TunnelLink newLink) {
    link = newLink;
    paused = false;
    settle();
  }

  public void onLinkEnded() {
    link = null;
  }

  /** The link takes more: those that waited longest go first. */
  public void onDrained() {
    List<Connection> resumed = List.copyOf(waiting);
    waiting.clear();
    resumed.forEach(Connection::resumeReading);
  }

  /** How many connections are open on the link. */
  public int openConnections() {
    return open.size();
  }

  /** Whether the link is not read because of what waits for applications. */
  public boolean isPaused() {
    return paused && link != null;
  }

  /** A few bytes of this connection came or went. */
  void onTalk(Connection connection, long now) {
    talk.onSaid(connection, now);
  }

  /** Whether on another connection than this one, somebody asks and answers. */
  boolean othersTalk(Connection connection) {
    return talk.isAmongOthersThan(connection, nanoTime());
  }

  ConnectionLimits limits() {
    return limits;
  }

  long nanoTime() {
    return timers.nanoTime();
  }

  void after(Duration wait, Runnable task) {
    var _ = timers.after(wait, task);
  }

  void onOpened(Connection connection) {
    open.add(connection);
  }

  /** Nothing more comes for this connection, and it sends nothing; it may hold bytes. */
  void onClosed(Connection connection) {
    open.remove(connection);
    waiting.remove(connection);
    full.remove(connection);
    settle();
  }

  /** So many bytes wait for an application. */
  void onHeld(Connection connection, int bytes) {
    heldBytes += bytes;
    overTotal |= heldBytes >= limits.totalBytes();
    if (connection.heldBytes() >= queueBytes(connection)) {
      full.add(connection);
    }
    watch(connection);
    settle();
  }

  /** So many bytes wait no longer. */
  void onReleased(Connection connection, int bytes) {
    heldBytes -= bytes;
    overTotal &= heldBytes > limits.totalBytes() / 2;
    if (connection.heldBytes() <= queueBytes(connection) / 2) {
      full.remove(connection);
    }
    settle();
  }

  private int queueBytes(Connection connection) {
    return connection.isWindowed() ? limits.windowedBytes() : limits.queueBytes();
  }

  /** This connection has more to send than the link takes; it is resumed when the link does. */
  void awaitLink(Connection connection) {
    waiting.add(connection);
  }

  /** The connection is looked at from now on, until it says that it need not be. */
  void watch(Connection connection) {
    if (watched.isEmpty()) {
      after(LOOK_PERIOD, this::look);
    }
    watched.add(connection);
  }

  /** Whether the link is not read because of what waits for this connection's application. */
  boolean waitsFor(Connection connection) {
    return paused && (full.contains(connection) || (overTotal && connection.heldBytes() > 0));
  }

  /** Since when the link is not read. */
  long pausedAt() {
    return pausedAt;
  }

  /** Whether a link that is not read may keep something from somebody else. */
  boolean othersMayWait() {
    return !seesStarts || open.size() > 1;
  }

  private void look() {
    for (Connection connection : List.copyOf(watched)) {
      if (!connection.look()) {
        watched.remove(connection);
      }
    }
    if (!watched.isEmpty()) {
      after(LOOK_PERIOD, this::look);
    }
  }

  private void settle() {
    boolean full = !this.full.isEmpty() || overTotal;
    if (link == null || full == paused) {
      return;
    }
    paused = full;
    if (full) {
      pausedAt = timers.nanoTime();
      link.pause();
      List.copyOf(open).forEach(Connection::resumeReading);
    } else {
      link.resume();
    }
  }
}
