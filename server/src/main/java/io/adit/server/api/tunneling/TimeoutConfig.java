package io.adit.server.api.tunneling;

import io.adit.server.api.Violations;
import io.adit.server.tunnel.OpenRequest;
import org.jspecify.annotations.Nullable;

/** How long a tunnel may stay open, as it is sent and answered. */
record TimeoutConfig(@Nullable Integer maxLifetimeTimeoutMinutes) {

  static void check(String path, @Nullable TimeoutConfig config, Violations violations) {
    if (config != null) {
      violations.range(
          path + ".maxLifetimeTimeoutMinutes",
          config.maxLifetimeTimeoutMinutes,
          1,
          OpenRequest.MAX_LIFETIME_MINUTES);
    }
  }

  static int minutes(@Nullable TimeoutConfig config) {
    return config == null || config.maxLifetimeTimeoutMinutes == null
        ? OpenRequest.MAX_LIFETIME_MINUTES
        : config.maxLifetimeTimeoutMinutes;
  }
}
