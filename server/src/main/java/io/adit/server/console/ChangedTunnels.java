package io.adit.server.console;

import io.adit.server.diagnosis.LiveTunnels;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.tunnel.TunnelNotFoundException;
import io.adit.server.tunnel.TunnelRegistry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tunnels have changed since somebody looked: those that the registry told of, and those that
 * carried something. Telling is for any thread; looking is for one.
 */
final class ChangedTunnels {
  private final TunnelRegistry registry;
  private final LiveTunnels live;

  /** What was told and not made a row of. */
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  /** How much those with links had carried at the last look. */
  private final Map<String, Carried> carried = new HashMap<>();

  /** Where among those with links the last look ended. */
  private int nextToAsk;

  private record Carried(long fromSource, long fromDestination, int connections) {
    static Carried of(TunnelView view) {
      return new Carried(
          view.bytesFromSource(), view.bytesFromDestination(), view.openConnections());
    }
  }

  ChangedTunnels(TunnelRegistry registry, LiveTunnels live) {
    this.registry = registry;
    this.live = live;
  }

  void onChanged(String tunnelId) {
    changed.add(tunnelId);
  }

  /** Nobody wants to know any more. */
  void forget() {
    changed.clear();
    carried.clear();
  }

  /**
   * An event for each tunnel that has changed, by its id.
   *
   * @param most the others come at the next look, so that neither the store nor the data plane is
   *     asked too much
   */
  Map<String, String> next(int most) {
    askDataPlane(most);
    Map<String, String> events = new LinkedHashMap<>();
    Iterator<String> ids = changed.iterator();
    while (ids.hasNext() && events.size() < most) {
      String tunnelId = ids.next();
      // Before it is read: what happens meanwhile is told again.
      ids.remove();
      events.put(tunnelId, event(tunnelId));
    }
    return events;
  }

  private String event(String tunnelId) {
    try {
      return LiveFeed.event("tunnel", TunnelRow.of(registry.describe(tunnelId), live));
    } catch (TunnelNotFoundException e) {
      return LiveFeed.event("gone", Map.of("tunnelId", tunnelId));
    }
  }

  private void askDataPlane(int most) {
    List<String> linked = live.tunnelIds();
    carried.keySet().retainAll(Set.copyOf(linked));
    int count = Math.min(most, linked.size());
    for (int i = 0; i < count; i++) {
      String tunnelId = linked.get((nextToAsk + i) % linked.size());
      Carried now = Carried.of(live.view(tunnelId));
      if (!now.equals(carried.put(tunnelId, now))) {
        changed.add(tunnelId);
      }
    }
    nextToAsk = linked.isEmpty() ? 0 : (nextToAsk + count) % linked.size();
  }
}
