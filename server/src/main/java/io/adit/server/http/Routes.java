package io.adit.server.http;

/**
 * Who answers what comes in at the TLS port.
 *
 * @param api {@code POST /}, and with an {@code Authorization} header all that is nothing else
 * @param tunnel {@code /tunnel}
 * @param readiness {@code GET /readyz}
 */
public record Routes(ApiHandler api, UpgradeHandler tunnel, Readiness readiness) {}
