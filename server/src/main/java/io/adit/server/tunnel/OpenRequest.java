package io.adit.server.tunnel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What OpenTunnel asks for, already validated. */
public record OpenRequest(
    @Nullable String description,
    List<Tag> tags,
    @Nullable DestinationConfig destinationConfig,
    int maxLifetimeMinutes) {
  public static final int MAX_LIFETIME_MINUTES = 720;

  public OpenRequest {
    tags = List.copyOf(tags);
  }
}
