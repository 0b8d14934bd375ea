package io.adit.server.gateway;

import io.adit.server.tunnel.Notification;
import io.adit.server.tunnel.Unclaimed;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gateway knows of one client of a thing, connected or not: its subscriptions, and what it
 * has not acknowledged. In memory only, since the messages hold tokens. Belongs to the gateway's
 * loop.
 *
 * <pre>
 *   notify ──► waiting ──publish──► in flight ──PUBACK──► gone
 *                 ▲                     │
 *                 └─────── cut ─────────┘   sent again, with DUP and the same packet id
 * </pre>
 *
 * A tunnel has at most one message here: a newer token takes the older one's place, and the end of
 * the tunnel takes it away.
 */
final class DeviceSession {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceSession.class);

  /** More tunnels than this, none of them acknowledged: the oldest is given up. */
  static final int MOST_WAITING = 64;

  /** Unacknowledged at once, however many the device would take. */
  static final int MOST_IN_FLIGHT = 32;

  private static final int MAX_PACKET_ID = 65_535;

  /**
   * To a thing's notify topic.
   *
   * @param acknowledged with QoS 1; otherwise QoS 0
   * @param id the device's number for it; null: none
   */
  record Subscription(boolean acknowledged, @Nullable Integer id) {}

  /** A message and the packet id that it was sent with, 0 before that. */
  private record Unacknowledged(Notification notification, int packetId) {}

  private final String owner;
  private final String clientId;
  private final GatewayCounts counts;
  private final Map<String, Subscription> subscriptions = new HashMap<>(2);
  private final SequencedMap<String, Unacknowledged> unacknowledged = new LinkedHashMap<>(2);
  private final Map<Integer, String> inFlight = new HashMap<>(2);
  private final Set<String> awaitingRedelivery = new HashSet<>(2);
  private final Set<String> toldSinceSubscribing = new HashSet<>(2);

  private @Nullable DeviceLink link;
  private int window = MOST_IN_FLIGHT;
  private int lastPacketId;

  /**
   * @param owner the thing whose client it is
   */
  DeviceSession(String owner, String clientId, GatewayCounts counts) {
    this.owner = owner;
    this.clientId = clientId;
    this.counts = counts;
  }

  String owner() {
    return owner;
  }

  String clientId() {
    return clientId;
  }

  @Nullable DeviceLink link() {
    return link;
  }

  /** The things whose topics it has subscribed to. */
  Collection<String> subscribedThings() {
    return List.copyOf(subscriptions.keySet());
  }

  /**
   * A connection serves it from now on.
   *
   * @param receiveMaximum how many unacknowledged messages the device takes at once
   */
  void toConnected(DeviceLink newLink, int receiveMaximum) {
    link = newLink;
    window = Math.min(receiveMaximum, MOST_IN_FLIGHT);
  }

  /** The connection was accepted: what is unacknowledged is sent again, and what waits follows. */
  void onAccepted() {
    inFlight.clear();
    sendWaiting();
  }

  void toDisconnected() {
    link = null;
    awaitingRedelivery.clear();
    toldSinceSubscribing.clear();
  }

  void onSubscribed(String thingName, Subscription subscription) {
    subscriptions.put(thingName, subscription);
    if (!subscription.acknowledged()) {
      forgetThing(thingName);
    }
    awaitingRedelivery.add(thingName);
    toldSinceSubscribing.addAll(unacknowledged.keySet());
  }

  /** Returns whether there was a subscription. */
  boolean onUnsubscribed(String thingName) {
    forgetThing(thingName);
    awaitingRedelivery.remove(thingName);
    return subscriptions.remove(thingName) != null;
  }

  /** Whether it subscribed a moment ago and nobody has told it of this tunnel since. */
  boolean misses(Unclaimed tunnel) {
    return awaitingRedelivery.contains(tunnel.thingName())
        && !toldSinceSubscribing.contains(tunnel.tunnelId());
  }

  /** What it missed of a thing's tunnels has been found out. */
  void onRedelivered(String thingName) {
    awaitingRedelivery.remove(thingName);
    if (awaitingRedelivery.isEmpty()) {
      toldSinceSubscribing.clear();
    }
  }

  /** Tells the device, now or when it is back. */
  void notify(Notification notification) {
    Subscription subscription = subscriptions.get(notification.thingName());
    if (subscription == null) {
      return;
    }
    if (!awaitingRedelivery.isEmpty()) {
      toldSinceSubscribing.add(notification.tunnelId());
    }
    if (subscription.acknowledged()) {
      forget(notification.tunnelId());
      unacknowledged.put(notification.tunnelId(), new Unacknowledged(notification, 0));
      giveUpOldest();
      sendWaiting();
    } else if (link != null) {
      link.publish(notification, 0, false, subscription.id());
      counts.deliveries.increment();
    }
  }

  /** The device has the message with this packet id. */
  void onAcknowledged(int packetId) {
    String tunnelId = inFlight.remove(packetId);
    if (tunnelId != null) {
      Unacknowledged message = unacknowledged.get(tunnelId);
      if (message != null && message.packetId() == packetId) {
        unacknowledged.remove(tunnelId);
      }
    }
    sendWaiting();
  }

  /** The tunnel's token is good for nothing any more. */
  void forget(String tunnelId) {
    unacknowledged.remove(tunnelId);
  }

  private void forgetThing(String thingName) {
    unacknowledged.values().removeIf(each -> each.notification().thingName().equals(thingName));
  }

  private void giveUpOldest() {
    if (unacknowledged.size() > MOST_WAITING) {
      LOG.warn(
          "Tunnel {}: thing {} (client {}) was not told its token, since {} newer ones wait for it;"
              + " rotate the destination's token to tell it again",
          unacknowledged.pollFirstEntry().getKey(),
          owner,
          clientId,
          MOST_WAITING);
    }
  }

  private void sendWaiting() {
    DeviceLink to = link;
    if (to == null) {
      return;
    }
    Iterator<Map.Entry<String, Unacknowledged>> each = unacknowledged.entrySet().iterator();
    while (each.hasNext() && inFlight.size() < window) {
      Map.Entry<String, Unacknowledged> entry = each.next();
      Unacknowledged message = entry.getValue();
      if (!inFlight.containsKey(message.packetId())) {
        boolean duplicate = message.packetId() != 0;
        int packetId = duplicate ? message.packetId() : freePacketId();
        if (send(to, message.notification(), packetId, duplicate)) {
          entry.setValue(new Unacknowledged(message.notification(), packetId));
          inFlight.put(packetId, entry.getKey());
        } else {
          each.remove();
        }
      }
    }
  }

  private boolean send(DeviceLink to, Notification notification, int packetId, boolean duplicate) {
    Subscription subscription = subscriptions.get(notification.thingName());
    boolean sent =
        subscription != null && to.publish(notification, packetId, duplicate, subscription.id());
    if (sent) {
      (duplicate ? counts.repeats : counts.deliveries).increment();
    }
    return sent;
  }

  /** One that no message has that is or was in flight. */
  private int freePacketId() {
    do {
      lastPacketId = lastPacketId % MAX_PACKET_ID + 1;
    } while (inFlight.containsKey(lastPacketId) || isHeld(lastPacketId));
    return lastPacketId;
  }

  private boolean isHeld(int packetId) {
    return unacknowledged.values().stream().anyMatch(each -> each.packetId() == packetId);
  }
}
