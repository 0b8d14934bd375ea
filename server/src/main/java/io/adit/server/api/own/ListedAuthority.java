package io.adit.server.api.own;

import io.adit.server.thing.DeviceAuthority;
import java.time.Instant;

/** A registered authority as it is answered. */
record ListedAuthority(
    String authorityId,
    String subject,
    String thingNameRule,
    boolean createsThings,
    Instant notAfter,
    Instant registeredAt) {

  static ListedAuthority of(DeviceAuthority authority) {
    return new ListedAuthority(
        authority.authorityId(),
        authority.certificate().getSubjectX500Principal().toString(),
        authority.rule().toString(),
        authority.makesThings(),
        authority.certificate().getNotAfter().toInstant(),
        authority.registeredAt());
  }
}
