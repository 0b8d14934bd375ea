package io.adit.server.relay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The junctions of all tunnels that have a link or expect one. A junction is there as long as
 * somebody who entered it has not left. Thread safe.
 */
final class Junctions {
  private record Entry(Junction junction, int members) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** The tunnel's junction, with one member more. */
  Junction enter(String tunnelId, Supplier<Junction> newJunction) {
    return entries
        .merge(
            tunnelId,
            new Entry(newJunction.get(), 1),
            (there, _) -> new Entry(there.junction(), there.members() + 1))
        .junction();
  }

  void leave(String tunnelId) {
    entries.computeIfPresent(
        tunnelId,
        (_, there) ->
            there.members() == 1 ? null : new Entry(there.junction(), there.members() - 1));
  }

  Optional<Junction> find(String tunnelId) {
    return Optional.ofNullable(entries.get(tunnelId)).map(Entry::junction);
  }

  List<Junction> all() {
    return entries.values().stream().map(Entry::junction).toList();
  }
}
