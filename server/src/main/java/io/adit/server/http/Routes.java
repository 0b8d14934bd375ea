package io.adit.server.http;

import org.jspecify.annotations.Nullable;

/**
 * Who answers what comes in at the TLS port.
 *
 * @param api {@code POST /}, and with an {@code Authorization} header all that is nothing else
 * @param tunnel {@code /tunnel}
 * @param readiness {@code GET /readyz}
 * @param console {@code /console} and all below; null: there is none
 * @param metrics {@code /metrics}; null: there are none
 */
public record Routes(
    ApiHandler api,
    UpgradeHandler tunnel,
    Readiness readiness,
    @Nullable PageHandler console,
    @Nullable ApiHandler metrics) {

  /** Without a console and metrics. */
  public Routes(ApiHandler api, UpgradeHandler tunnel, Readiness readiness) {
    this(api, tunnel, readiness, null, null);
  }
}
