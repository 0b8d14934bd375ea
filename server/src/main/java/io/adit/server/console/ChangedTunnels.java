package io.adit.server.console;

import io.adit.server.api.Subjects;
import io.adit.server.auth.Actions;
import io.adit.server.diagnosis.LiveTunnels;
import io.adit.server.diagnosis.TunnelView;
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
  private final Subjects subjects;

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

  ChangedTunnels(ConsoleParts.Tunnels tunnels) {
    this.registry = tunnels.registry();
    this.live = tunnels.live();
    this.subjects = tunnels.subjects();
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
  Map<String, Change> next(int most) {
    askDataPlane(most);
    Map<String, Change> changes = new LinkedHashMap<>();
    Iterator<String> ids = changed.iterator();
    while (ids.hasNext() && changes.size() < most) {
      String tunnelId = ids.next();
      // Before it is read: what happens meanwhile is told again.
      ids.remove();
      changes.put(tunnelId, change(tunnelId));
    }
    return changes;
  }

  private Change change(String tunnelId) {
    return registry
        .find(tunnelId)
        .map(tunnel ->
            new Change(
                LiveFeed.event("tunnel", TunnelRow.of(tunnel, live)),
                caller -> caller.may(Actions.LIST_TUNNELS, subjects.listed(tunnel))))
        // Whose it was is not known any more, and there is nothing left to be told of it.
        .orElseGet(
            () -> new Change(LiveFeed.event("gone", Map.of("tunnelId", tunnelId)), _ -> true));
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
