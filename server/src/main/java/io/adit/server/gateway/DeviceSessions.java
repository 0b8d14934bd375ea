package io.adit.server.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All sessions, by thing and client id: a client id is its thing's own affair, so no device can
 * take over another's session. Belongs to the gateway's loop.
 */
final class DeviceSessions {
  /** What a device asks for when it connects. */
  record Wish(boolean cleanStart, Duration expiry, int receiveMaximum) {}

  /** A session that is served by a new connection, and whether it was there before. */
  record Connected(DeviceSession session, boolean wasPresent) {}

  private final int sessionsPerThing;
  private final int mostDisconnected;
  private final LongSupplier nanoTime;

  /** By thing, then by client id; the session that connected longest ago comes first. */
  private final Map<String, SequencedMap<String, DeviceSession>> byThing = new HashMap<>();

  /** How long each is kept after its connection. */
  private final Map<DeviceSession, Duration> expiries = new HashMap<>();

  /** Those without a connection, and when they end, in nanoseconds. */
  private final SequencedMap<DeviceSession, Long> disconnected = new LinkedHashMap<>();

  DeviceSessions(int sessionsPerThing, int mostDisconnected, LongSupplier nanoTime) {
    this.sessionsPerThing = sessionsPerThing;
    this.mostDisconnected = mostDisconnected;
    this.nanoTime = nanoTime;
  }

  /** The session for a new connection, which takes it over from the one before. */
  Connected connect(String thingName, String clientId, Wish wish, DeviceLink link) {
    SequencedMap<String, DeviceSession> ofThing =
        byThing.computeIfAbsent(thingName, name -> new LinkedHashMap<>());
    DeviceSession before = ofThing.remove(clientId);
    if (before != null) {
      end(before, DeviceLink.End.TAKEN_OVER);
      disconnected.remove(before);
    }
    DeviceSession session =
        before != null && !wish.cleanStart() ? before : new DeviceSession(thingName, clientId);
    if (before != session) {
      expiries.remove(before);
    }
    ofThing.put(clientId, session);
    expiries.put(session, wish.expiry());
    session.toConnected(link, wish.receiveMaximum());
    while (ofThing.size() > sessionsPerThing) {
      drop(ofThing.firstEntry().getValue(), DeviceLink.End.TOO_MANY);
    }
    return new Connected(session, session == before);
  }

  /** The connection is gone; one that was taken over or ended before does not count any more. */
  void onDisconnected(DeviceSession session, DeviceLink link) {
    if (!link.equals(session.link())) {
      return;
    }
    session.toDisconnected();
    Duration expiry = expiries.getOrDefault(session, Duration.ZERO);
    if (expiry.isZero() || !session.isSubscribed()) {
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

  /** The sessions of a thing, connected or not. */
  Collection<DeviceSession> of(String thingName) {
    SequencedMap<String, DeviceSession> ofThing = byThing.get(thingName);
    return ofThing == null ? List.of() : List.copyOf(ofThing.values());
  }

  /** All sessions; the action must leave the sessions as they are. */
  void forEach(Consumer<DeviceSession> action) {
    expiries.keySet().forEach(action);
  }

  /** Those that a condition holds for. */
  List<DeviceSession> matching(Predicate<DeviceSession> condition) {
    return expiries.keySet().stream().filter(condition).toList();
  }

  /** How many of them have a connection. */
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

  /** Ends a session and its connection. */
  void drop(DeviceSession session, DeviceLink.End why) {
    end(session, why);
    remove(session);
  }

  private static void end(DeviceSession session, DeviceLink.End why) {
    @Nullable DeviceLink link = session.link();
    if (link != null) {
      session.toDisconnected();
      link.end(why);
    }
  }

  private void remove(DeviceSession session) {
    disconnected.remove(session);
    expiries.remove(session);
    SequencedMap<String, DeviceSession> ofThing = byThing.get(session.thingName());
    if (ofThing != null && ofThing.remove(session.clientId(), session) && ofThing.isEmpty()) {
      byThing.remove(session.thingName());
    }
  }
}
