package io.adit.cli.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tunnel is opened with.
 *
 * @param thing the thing that is told; null: none
 * @param services none for a tunnel that carries one stream without a name
 * @param description empty for none
 * @param lifetime null for the service's own, which is twelve hours
 */
public record NewTunnel(
    @Nullable String thing,
    List<String> services,
    String description,
    @Nullable Duration lifetime,
    Map<String, String> tags) {
  public NewTunnel {
    services = List.copyOf(services);
    tags = Map.copyOf(tags);
  }
}
