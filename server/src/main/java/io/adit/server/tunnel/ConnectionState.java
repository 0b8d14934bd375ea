package io.adit.server.tunnel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether one side of a tunnel has a link now.
 *
 * @param lastUpdatedAt when that changed last; null for a side that never connected
 */
public record ConnectionState(Status status, @Nullable Instant lastUpdatedAt) {
  /** As the API spells it. */
  public enum Status {
    CONNECTED,
    DISCONNECTED
  }

  /** The state of a side that nobody has connected to. */
  public static final ConnectionState NEVER = new ConnectionState(Status.DISCONNECTED, null);

  /** What becomes of it when its tunnel closes. */
  ConnectionState closedAt(Instant closing) {
    return status == Status.CONNECTED ? new ConnectionState(Status.DISCONNECTED, closing) : this;
  }
}
