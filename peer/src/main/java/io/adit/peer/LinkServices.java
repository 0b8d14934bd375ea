package io.adit.peer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The services of one link, found by the id in a message. */
final class LinkServices<S> {
  private final Map<String, S> byId = new LinkedHashMap<>();

  void put(String serviceId, S service) {
    byId.put(serviceId, service);
  }

  /** V1 names no service and means the only one. */
  Optional<S> find(String serviceId) {
    if (serviceId.equals(ServiceMap.NO_SERVICE) && byId.size() == 1) {
      return byId.values().stream().findFirst();
    }
    return Optional.ofNullable(byId.get(serviceId));
  }

  Collection<S> all() {
    return byId.values();
  }
}
