package io.adit.server.relay;

import io.adit.server.diagnosis.Incident;
import io.adit.server.diagnosis.IncidentListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The last few incidents of each kind on each side of each tunnel, also of one that has no link
 * now. The same again only counts up, so that a client that tries in a loop does not drive out what
 * explains it. Bounded: the tunnel that was quiet the longest is forgotten first. In memory only; a
 * restart forgets all. Thread safe.
 */
final class Incidents {
  /** Of one kind on one side of one tunnel. */
  static final int OF_A_KIND = 4;

  /** Over all tunnels: with some 300 bytes each, about 12 MB. */
  static final int IN_ALL = 40_000;

  private final SequencedMap<String, List<Incident>> byTunnel = new LinkedHashMap<>();
  private int count;

  private final List<IncidentListener> listeners = new CopyOnWriteArrayList<>();

  /** Who else hears of each from now on. */
  void tell(IncidentListener listener) {
    listeners.add(listener);
  }

  /** Adds one; returns whether it is another than those that are there already. */
  boolean add(String tunnelId, Incident incident) {
    listeners.forEach(listener -> listener.onIncident(tunnelId, incident));
    return keep(tunnelId, incident);
  }

  private synchronized boolean keep(String tunnelId, Incident incident) {
    List<Incident> ofTunnel = byTunnel.remove(tunnelId);
    if (ofTunnel == null) {
      ofTunnel = new ArrayList<>();
    }
    count -= ofTunnel.size();
    Incident merged = merged(ofTunnel, incident);
    ofTunnel.add(merged);
    dropOldest(ofTunnel, incident);
    count += ofTunnel.size();
    byTunnel.putLast(tunnelId, ofTunnel);
    while (count > IN_ALL) {
      count -= byTunnel.pollFirstEntry().getValue().size();
    }
    return merged.count() == incident.count();
  }

  /** Those of one tunnel, in the order in which each happened last. */
  synchronized List<Incident> of(String tunnelId) {
    return List.copyOf(byTunnel.getOrDefault(tunnelId, List.of()));
  }

  /** The incident, with what the list has of the same, which is taken out. */
  private static Incident merged(List<Incident> incidents, Incident incident) {
    for (int i = 0; i < incidents.size(); i++) {
      if (incidents.get(i).isSameAs(incident)) {
        return incidents.remove(i).and(incident);
      }
    }
    return incident;
  }

  private static void dropOldest(List<Incident> incidents, Incident like) {
    List<Incident> ofKind =
        incidents.stream()
            .filter(each -> each.kind() == like.kind() && each.side() == like.side())
            .toList();
    if (ofKind.size() > OF_A_KIND) {
      incidents.remove(ofKind.getFirst());
    }
  }
}
