package io.adit.server.gateway;

import io.adit.server.tunnel.TunnelRegistry;
import io.adit.server.tunnel.Unclaimed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a thing that subscribes a fresh token for each open tunnel whose token it missed. All that
 * subscribe while one question to the database is under way are in the next one, so that a thousand
 * devices that come back together cost few. A device that subscribes without end costs little.
 * Belongs to the gateway's loop; the database is asked on virtual threads.
 */
final class Redelivery {
  private static final Logger LOG = LoggerFactory.getLogger(Redelivery.class);

  /** Rotations at once; they share the disk's flush. */
  private static final int AT_ONCE = 32;

  /** A thing that subscribes more often is asked about at the next {@link #sweep} only. */
  private static final int MOST_BETWEEN_SWEEPS = 5;

  private final TunnelRegistry registry;
  private final DeviceSessions sessions;
  private final Executor loop;
  private final Executor virtualThreads;
  private final Semaphore rotations = new Semaphore(AT_ONCE);

  private final Map<String, Integer> asked = new HashMap<>();
  private Set<String> waiting = new HashSet<>();
  private boolean asking;

  Redelivery(
      TunnelRegistry registry, DeviceSessions sessions, Executor loop, Executor virtualThreads) {
    this.registry = registry;
    this.sessions = sessions;
    this.loop = loop;
    this.virtualThreads = virtualThreads;
  }

  /** A session of this thing has subscribed. */
  void onSubscribed(String thingName) {
    if (asked.merge(thingName, 1, Integer::sum) <= MOST_BETWEEN_SWEEPS) {
      askAbout(thingName);
    }
  }

  /** To be called every few seconds. */
  void sweep() {
    List<String> delayed =
        asked.entrySet().stream()
            .filter(each -> each.getValue() > MOST_BETWEEN_SWEEPS)
            .map(Map.Entry::getKey)
            .toList();
    asked.clear();
    delayed.forEach(this::askAbout);
  }

  private void askAbout(String thingName) {
    waiting.add(thingName);
    if (!asking) {
      ask();
    }
  }

  private void ask() {
    asking = true;
    Set<String> things = waiting;
    waiting = new HashSet<>();
    virtualThreads.execute(() -> {
      List<Unclaimed> unclaimed = unclaimed(things);
      loop.execute(() -> onAnswer(things, unclaimed));
    });
  }

  private List<Unclaimed> unclaimed(Set<String> things) {
    try {
      return registry.unclaimed(things);
    } catch (RuntimeException e) {
      LOG.error(
          "It cannot be found out what {} devices missed; they are told when they subscribe again,"
              + " or when the destination's token is rotated",
          things.size(),
          e);
      return List.of();
    }
  }

  private void onAnswer(Set<String> things, List<Unclaimed> unclaimed) {
    var missed = new ArrayList<Unclaimed>();
    for (Unclaimed each : unclaimed) {
      if (sessions.subscribedTo(each.thingName()).stream().anyMatch(one -> one.misses(each))) {
        missed.add(each);
      }
    }
    for (String thing : things) {
      if (!waiting.contains(thing)) {
        sessions.subscribedTo(thing).forEach(session -> session.onRedelivered(thing));
      }
    }
    missed.forEach(each -> virtualThreads.execute(() -> redeliver(each)));
    asking = false;
    if (!waiting.isEmpty()) {
      ask();
    }
  }

  private void redeliver(Unclaimed unclaimed) {
    rotations.acquireUninterruptibly();
    try {
      if (registry.redeliver(unclaimed.tunnelId())) {
        sessions.counts().redeliveries.increment();
        LOG.info(
            "Tunnel {}: thing {} came online and nobody had used its token; it was told a fresh one",
            unclaimed.tunnelId(),
            unclaimed.thingName());
      }
    } catch (RuntimeException e) {
      LOG.error(
          "Tunnel {}: thing {} came online, but its token could not be rotated",
          unclaimed.tunnelId(),
          unclaimed.thingName(),
          e);
    } finally {
      rotations.release();
    }
  }
}
