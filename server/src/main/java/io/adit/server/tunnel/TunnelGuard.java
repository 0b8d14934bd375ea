package io.adit.server.tunnel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What else must hold when a tunnel is opened or a side of it is let in. For any thread. */
public interface TunnelGuard {
  /** Lets everything pass. */
  TunnelGuard NONE =
      new TunnelGuard() {
        @Override
        public Opening opening(@Nullable String principal) {
          return new Opening(principal, null, null);
        }

        @Override
        public Optional<String> bar(@Nullable String thingName) {
          return Optional.empty();
        }
      };

  /** Beside how many tunnels a principal may open one more. */
  Opening opening(@Nullable String principal);

  /** Why no tunnel to this thing may be used now, in words for its user; empty: it may. */
  Optional<String> bar(@Nullable String thingName);

  /** Throws TunnelLimitException if no tunnel to this thing may be used now. */
  default void require(@Nullable String thingName) {
    bar(thingName)
        .ifPresent(why -> {
          throw new TunnelLimitException(why);
        });
  }
}
