package io.adit.server.tunnel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a tunnel leads.
 *
 * @param thingName the thing that is to be told its token, if any
 * @param services at least one, in the order of the request
 */
public record DestinationConfig(@Nullable String thingName, List<String> services) {
  public DestinationConfig {
    services = List.copyOf(services);
  }
}
