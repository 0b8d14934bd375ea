package io.adit.server.history;

import io.adit.server.diagnosis.Incident;
import io.adit.server.diagnosis.IncidentListener;
import io.adit.server.history.TunnelEvent.What;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.CloseCause;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Initiator;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.TunnelListener;
import io.adit.wire.Side;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what happens to tunnels. Whoever tells it does not wait: one thread writes what has
 * gathered meanwhile, in one transaction. For any thread; closing writes the rest.
 */
public final class TunnelHistory implements TunnelListener, IncidentListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelHistory.class);

  static final int MOST_OF_TUNNEL = 500;

  /** With some 300 bytes each, about 6 MB. */
  static final int MOST_WAITING = 20_000;

  private final HistoryStore store;
  private final InstantSource clock;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private List<TunnelEvent> waiting = new ArrayList<>();
  private long dropped;
  private long added;
  private long written;
  private boolean closed;

  private TunnelHistory(HistoryStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("tunnel-history").unstarted(this::run);
  }

  /** Starts its thread; the caller adds it to the listeners. */
  public static TunnelHistory start(HistoryStore store, InstantSource clock) {
    var history = new TunnelHistory(store, clock);
    history.thread.start();
    return history;
  }

  /** What happened to a tunnel until now, the oldest first. Blocks. */
  public List<TunnelEvent> of(String tunnelId) {
    awaitWritten();
    return store.of(tunnelId);
  }

  @Override
  public void onOpened(OpenedTunnel opened) {
    String tunnelId = opened.tunnel().tunnelId();
    add(tunnelId, What.OPENED, null, by());
    notified(tunnelId, What.NOTIFIED, opened.tunnel().destinationConfig());
  }

  @Override
  public void onRotated(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
    String tunnelId = rotated.tunnel().tunnelId();
    if (Initiator.current().isEmpty() && notified != null) {
      notified(tunnelId, What.REDELIVERED, notified);
      return;
    }
    add(tunnelId, What.ROTATED, side(mode), by());
    notified(tunnelId, What.NOTIFIED, notified);
  }

  @Override
  public void onClosed(String tunnelId, CloseCause cause) {
    add(tunnelId, cause == CloseCause.EXPIRED ? What.EXPIRED : What.CLOSED, null, by());
  }

  @Override
  public void onIncident(String tunnelId, Incident incident) {
    What what =
        switch (incident.kind()) {
          case LINK_OPENED -> What.CONNECTED;
          case LINK_ENDED, RULE_BROKEN -> What.DISCONNECTED;
          case HANDSHAKE_REFUSED -> What.REFUSED;
          case DESTINATION_ABSENT,
              CONNECTION_FAILED,
              CONNECTION_UNANSWERED,
              DIALECT,
              TOO_MANY_CONNECTIONS ->
              What.FAILED;
        };
    String service = incident.service().isEmpty() ? "" : incident.service() + ": ";
    add(tunnelId, what, incident.side(), service + incident.what());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    joinThread();
  }

  private void notified(String tunnelId, What what, @Nullable DestinationConfig notified) {
    if (notified != null && notified.thingName() != null) {
      add(
          tunnelId,
          what,
          Side.DESTINATION,
          "thing %s, services %s"
              .formatted(notified.thingName(), String.join(", ", notified.services())));
    }
  }

  private static String by() {
    return Initiator.current().map(user -> "by " + user).orElse("");
  }

  private static @Nullable Side side(ClientMode mode) {
    return switch (mode) {
      case SOURCE -> Side.SOURCE;
      case DESTINATION -> Side.DESTINATION;
      case ALL -> null;
    };
  }

  private void add(String tunnelId, What what, @Nullable Side side, String detail) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    TunnelEvent event = TunnelEvent.once(tunnelId, now, what, side, detail);
    lock.lock();
    try {
      if (closed || waiting.size() >= MOST_WAITING) {
        dropped++;
        return;
      }
      TunnelEvent last = waiting.isEmpty() ? null : waiting.getLast();
      if (last != null && last.isSameAs(event)) {
        waiting.set(waiting.size() - 1, last.and(event));
      } else {
        waiting.add(event);
        added++;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitWritten() {
    lock.lock();
    try {
      long wanted = added;
      while (written < wanted && thread.isAlive()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    List<TunnelEvent> batch = take();
    while (!batch.isEmpty()) {
      write(batch);
      lock.lock();
      try {
        written += batch.size();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      batch = take();
    }
  }

  /** Waits for events; none when closed. */
  private List<TunnelEvent> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      if (dropped > 0) {
        LOG.warn("{} events of tunnels came faster than they could be written down", dropped);
        dropped = 0;
      }
      List<TunnelEvent> batch = waiting;
      waiting = new ArrayList<>();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<TunnelEvent> batch) {
    try {
      store.add(batch, MOST_OF_TUNNEL);
    } catch (RuntimeException | Error e) {
      // Whatever it is: this thread goes on, and nobody waits for ever.
      LOG.error("{} events of tunnels could not be written down", batch.size(), e);
    }
  }

  private void joinThread() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
