package io.adit.peer;

import io.adit.peer.connection.BackPressure;
import io.adit.peer.link.TunnelLink;
import io.adit.peer.socket.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps what {@link ProxyStatus} tells. */
final class ProxyMeter {
  private final Timers timers;
  private final BackPressure backPressure;

  private @Nullable TunnelLink link;
  private ProxyStatus.Traffic before = new ProxyStatus.Traffic(0, 0);
  private boolean ended;
  private boolean waits;
  private long waitsUntil;
  private int links;

  ProxyMeter(Timers timers, BackPressure backPressure) {
    this.timers = timers;
    this.backPressure = backPressure;
  }

  void onWaiting(Duration wait) {
    waits = true;
    waitsUntil = timers.nanoTime() + wait.toNanos();
  }

  void onOpening() {
    waits = false;
  }

  void onOpened(TunnelLink opened) {
    link = opened;
    links++;
  }

  void onLinkEnded() {
    before = traffic();
    link = null;
  }

  void onEnded() {
    ended = true;
  }

  /** What it is now; measures the way to the relay for the next look. */
  ProxyStatus look() {
    if (link != null) {
      link.measure();
    }
    return new ProxyStatus(
        state(),
        traffic(),
        backPressure.openConnections(),
        backPressure.isPaused(),
        Math.max(0, links - 1));
  }

  private ProxyStatus.State state() {
    if (ended) {
      return new ProxyStatus.Ended();
    }
    if (link != null) {
      return new ProxyStatus.Connected(link.roundTrip().orElse(null));
    }
    return waits
        ? new ProxyStatus.Waiting(Duration.ofNanos(Math.max(0, waitsUntil - timers.nanoTime())))
        : new ProxyStatus.Connecting();
  }

  private ProxyStatus.Traffic traffic() {
    return link == null
        ? before
        : before.plus(new ProxyStatus.Traffic(link.sentBytes(), link.receivedBytes()));
  }
}
