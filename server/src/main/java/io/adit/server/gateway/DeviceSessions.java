package io.adit.server.gateway;

import io.adit.server.gateway.DeviceSession.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All sessions. A client id is its thing's own affair: no device can take over another's session by
 * it. Belongs to the gateway's loop.
 */
final class DeviceSessions {
  /** What a device asks for when it connects. */
  record Wish(boolean cleanStart, Duration expiry, int receiveMaximum) {}

  /** A session that is served by a new connection, and whether it was there before. */
  record Connected(DeviceSession session, boolean wasPresent) {}

  private final int sessionsPerThing;
  private final int mostDisconnected;
  private final LongSupplier nanoTime;
  private final GatewayCounts counts;

  /** By owner, then by client id; the session that connected longest ago comes first. */
  private final Map<String, SequencedMap<String, DeviceSession>> byOwner = new HashMap<>();

  /** By the thing whose topic they have subscribed to. */
  private final Map<String, Set<DeviceSession>> subscribers = new HashMap<>();

  /** How long each is kept after its connection. */
  private final Map<DeviceSession, Duration> expiries = new HashMap<>();

  /** Those without a connection, and when they end, in nanoseconds. */
  private final SequencedMap<DeviceSession, Long> disconnected = new LinkedHashMap<>();

  DeviceSessions(
      int sessionsPerThing, int mostDisconnected, LongSupplier nanoTime, GatewayCounts counts) {
    this.sessionsPerThing = sessionsPerThing;
    this.mostDisconnected = mostDisconnected;
    this.nanoTime = nanoTime;
    this.counts = counts;
  }

  /** The session for a new connection, which takes it over from the one before. */
  Connected connect(String owner, String clientId, Wish wish, DeviceLink link) {
    SequencedMap<String, DeviceSession> ofOwner =
        byOwner.computeIfAbsent(owner, _ -> new LinkedHashMap<>(2));
    DeviceSession before = ofOwner.get(clientId);
    if (before != null) {
      end(before, DeviceLink.End.TAKEN_OVER);
      if (wish.cleanStart()) {
        remove(before);
      }
    }
    DeviceSession session =
        before != null && !wish.cleanStart() ? before : new DeviceSession(owner, clientId, counts);
    disconnected.remove(session);
    byOwner.computeIfAbsent(owner, _ -> ofOwner).putLast(clientId, session);
    expiries.put(session, wish.expiry());
    session.toConnected(link, wish.receiveMaximum());
    while (ofOwner.size() > sessionsPerThing) {
      drop(ofOwner.firstEntry().getValue(), DeviceLink.End.TOO_MANY);
    }
    return new Connected(session, before != null && !wish.cleanStart());
  }

  /** The connection is gone; one that was taken over or ended before does not count any more. */
  void onDisconnected(DeviceSession session, DeviceLink link) {
    if (!link.equals(session.link())) {
      return;
    }
    session.toDisconnected();
    Duration expiry = expiries.getOrDefault(session, Duration.ZERO);
    if (expiry.isZero()) {
      remove(session);
      return;
    }
    disconnected.put(session, nanoTime.getAsLong() + expiry.toNanos());
    if (disconnected.size() > mostDisconnected) {
      remove(disconnected.firstEntry().getKey());
    }
  }

  /** The device chose another time when it left. */
  void setExpiry(DeviceSession session, Duration expiry) {
    expiries.replace(session, expiry);
  }

  void subscribe(DeviceSession session, String thingName, Subscription subscription) {
    session.onSubscribed(thingName, subscription);
    subscribers.computeIfAbsent(thingName, _ -> new LinkedHashSet<>(2)).add(session);
  }

  /** Returns whether there was a subscription. */
  boolean unsubscribe(DeviceSession session, String thingName) {
    Set<DeviceSession> ofThing = subscribers.get(thingName);
    if (ofThing != null && ofThing.remove(session) && ofThing.isEmpty()) {
      subscribers.remove(thingName);
    }
    return session.onUnsubscribed(thingName);
  }

  /** Those that have subscribed to a thing's topic, connected or not. */
  List<DeviceSession> subscribedTo(String thingName) {
    return List.copyOf(subscribers.getOrDefault(thingName, Set.of()));
  }

  /** All sessions; the action must leave the sessions as they are. */
  void forEach(Consumer<DeviceSession> action) {
    expiries.keySet().forEach(action);
  }

  /** Ends those whose connection a condition holds for. */
  void dropIf(Predicate<DeviceLink> condition, DeviceLink.End why) {
    expiries.keySet().stream()
        .filter(session -> session.link() != null && condition.test(session.link()))
        .toList()
        .forEach(session -> drop(session, why));
  }

  /** The things whose topics somebody with a connection has subscribed to. */
  Set<String> connectedThings() {
    return subscribers.entrySet().stream()
        .filter(each -> each.getValue().stream().anyMatch(session -> session.link() != null))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** For any thread. */
  GatewayCounts counts() {
    return counts;
  }

  /** How many have a connection. */
  int connected() {
    return expiries.size() - disconnected.size();
  }

  /** Forgets the sessions whose time is over. */
  void sweep() {
    long now = nanoTime.getAsLong();
    var over = new ArrayList<DeviceSession>();
    disconnected.forEach((session, end) -> {
      if (now - end >= 0) {
        over.add(session);
      }
    });
    over.forEach(this::remove);
  }

  private void drop(DeviceSession session, DeviceLink.End why) {
    end(session, why);
    remove(session);
  }

  private static void end(DeviceSession session, DeviceLink.End why) {
    DeviceLink link = session.link();
    if (link != null) {
      session.toDisconnected();
      link.end(why);
    }
  }

  private void remove(DeviceSession session) {
    session.subscribedThings().forEach(thing -> unsubscribe(session, thing));
    disconnected.remove(session);
    expiries.remove(session);
    SequencedMap<String, DeviceSession> ofOwner = byOwner.get(session.owner());
    if (ofOwner != null && ofOwner.remove(session.clientId(), session) && ofOwner.isEmpty()) {
      byOwner.remove(session.owner());
    }
  }
}
