package io.adit.server.limit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What is kept while a test runs. */
final class LimitsInMemory implements LimitStore {
  private final List<OwnLimit> limits = new ArrayList<>();

  @Override
  public List<OwnLimit> ownLimits() {
    return List.copyOf(limits);
  }

  @Override
  public void put(OwnLimit limit) {
    remove(limit.subject(), limit.limit());
    limits.add(limit);
  }

  @Override
  public boolean remove(LimitHolder subject, LimitName limit) {
    return limits.removeIf(each -> each.subject().equals(subject) && each.limit() == limit);
  }

  @Override
  public List<Used> used() {
    return List.of();
  }

  @Override
  public void keep(Collection<Used> used) {}

  @Override
  public Map<String, Integer> openTunnels(Instant now) {
    return Map.of();
  }
}
