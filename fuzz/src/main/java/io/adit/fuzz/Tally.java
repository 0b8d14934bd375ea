package io.adit.fuzz;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many inputs ended how. Not thread safe. */
public final class Tally {
  private final Map<String, Long> counts = new TreeMap<>();

  /** Counts one; true where it is the first that ended so. */
  boolean add(String end) {
    return counts.merge(end, 1L, Long::sum) == 1;
  }

  /** The different ends. */
  public Set<String> ends() {
    return Set.copyOf(counts.keySet());
  }

  public long of(String end) {
    return counts.getOrDefault(end, 0L);
  }

  public long inputs() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A line for each end, the most frequent first. */
  @Override
  public String toString() {
    long all = Math.max(1, inputs());
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .map(entry ->
            String.format(
                Locale.ROOT,
                "%,14d  %5.1f %%  %s",
                entry.getValue(),
                100.0 * entry.getValue() / all,
                entry.getKey()))
        .collect(Collectors.joining("\n"));
  }
}
