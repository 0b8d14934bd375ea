package io.adit.server.api.tunneling;

import io.adit.server.api.Violations;
import io.adit.server.tunnel.DestinationConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A destination as it is sent. */
record DestinationConfigInput(
    @Nullable String thingName, @Nullable List<@Nullable String> services) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:_-]+");

  static void check(String path, @Nullable DestinationConfigInput config, Violations violations) {
    if (config != null) {
      checkThingName(path + ".thingName", config.thingName, violations);
      checkServices(path + ".services", config.services, violations);
    }
  }

  static void checkThingName(String path, @Nullable String thingName, Violations violations) {
    violations.length(path, thingName, 1, 128);
    violations.matches(path, thingName, NAME);
  }

  private static void checkServices(
      String path, @Nullable List<@Nullable String> services, Violations violations) {
    violations.required(path, services);
    if (services == null) {
      return;
    }
    violations.size(path, services, 1, Integer.MAX_VALUE);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < services.size(); i++) {
      String member = path + "." + (i + 1) + ".member";
      String service = services.get(i);
      violations.required(member, service);
      violations.length(member, service, 1, 128);
      violations.matches(member, service, NAME);
      // Clients count the services they are told against their own mapping, by name.
      if (service != null && !seen.add(service)) {
        violations.add(member, service, "Member must not repeat a service of this request");
      }
    }
  }

  static @Nullable DestinationConfig toConfig(@Nullable DestinationConfigInput checked) {
    if (checked == null) {
      return null;
    }
    List<String> services =
        Objects.requireNonNull(checked.services).stream()
            .<String>map(Objects::requireNonNull)
            .toList();
    return new DestinationConfig(checked.thingName, services);
  }
}
