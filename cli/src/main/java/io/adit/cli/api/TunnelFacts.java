package io.adit.cli.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel, as the service describes it.
 *
 * @param thing the thing that it leads to; null for none
 * @param lifetime from its creation
 */
public record TunnelFacts(
    Summary summary,
    @Nullable String thing,
    List<String> services,
    Sides sides,
    Duration lifetime,
    Map<String, String> tags) {

  /** What lists show of it. */
  public record Summary(
      String id,
      String arn,
      boolean isOpen,
      String description,
      Instant createdAt,
      Instant lastUpdatedAt) {}

  /** Its two sides. */
  public record Sides(Link source, Link destination) {}

  /**
   * Whether a side is connected.
   *
   * @param since when that changed; null: never
   */
  public record Link(boolean isConnected, @Nullable Instant since) {
    /** As the API writes it. */
    public String status() {
      return isConnected ? "CONNECTED" : "DISCONNECTED";
    }
  }

  public TunnelFacts {
    services = List.copyOf(services);
    tags = Map.copyOf(tags);
  }

  public String id() {
    return summary.id();
  }

  public boolean isOpen() {
    return summary.isOpen();
  }

  /** When it closes by itself. */
  public Instant expiresAt() {
    return summary.createdAt().plus(lifetime);
  }
}
