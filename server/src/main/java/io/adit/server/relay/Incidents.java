package io.adit.server.relay;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The last violation and the last refusal of each tunnel, also of one that has no link now.
 * Bounded: the tunnel that was quiet the longest is forgotten first. Thread safe.
 */
final class Incidents {
  private static final int MAX_TUNNELS = 10_000;

  private record Last(@Nullable Incident violation, @Nullable Incident refusal) {
    static final Last NONE = new Last(null, null);
  }

  private final SequencedMap<String, Last> lasts = new LinkedHashMap<>();

  void onViolation(String tunnelId, Incident violation) {
    change(tunnelId, last -> new Last(violation, last.refusal()));
  }

  void onRefusal(String tunnelId, Incident refusal) {
    change(tunnelId, last -> new Last(last.violation(), refusal));
  }

  Optional<Incident> lastViolation(String tunnelId) {
    return Optional.ofNullable(last(tunnelId).violation());
  }

  Optional<Incident> lastRefusal(String tunnelId) {
    return Optional.ofNullable(last(tunnelId).refusal());
  }

  private synchronized Last last(String tunnelId) {
    return lasts.getOrDefault(tunnelId, Last.NONE);
  }

  private synchronized void change(String tunnelId, UnaryOperator<Last> change) {
    Last former = lasts.remove(tunnelId);
    lasts.put(tunnelId, change.apply(former == null ? Last.NONE : former));
    if (lasts.size() > MAX_TUNNELS) {
      lasts.pollFirstEntry();
    }
  }
}
