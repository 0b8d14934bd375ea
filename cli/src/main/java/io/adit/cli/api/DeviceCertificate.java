package io.adit.cli.api;

import java.time.Instant;
import java.util.Optional;

/**
 * What the registry keeps of a device's certificate.
 *
 * @param status as the API names it, such as ACTIVE
 * @param authorityId of the authority that signed it; empty: the service itself
 */
public record DeviceCertificate(
    String id, String status, Instant notAfter, Optional<String> authorityId) {
  /** Whether its device is let in. */
  public boolean isActive() {
    return status.equals("ACTIVE");
  }
}
