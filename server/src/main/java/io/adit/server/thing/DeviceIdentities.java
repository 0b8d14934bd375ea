package io.adit.server.thing;

import io.adit.server.thing.CertificateStore.Attached;
import io.adit.server.thing.CertificateStore.Bar;
import io.adit.server.thing.DeviceCertificate.Status;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says whose a certificate is that was shown in a handshake. The handshake has proven that its
 * bearer has the key; nothing else is taken for granted. Calls block on the store. For any thread.
 *
 * <p>A certificate of a registered authority that is seen for the first time becomes its thing's:
 * of the thing that the authority's rule finds in it, if there is one.
 */
public final class DeviceIdentities {
  private final CertificateStore store;
  private final Things things;
  private final DeviceTrust trust;
  private final InstantSource clock;

  DeviceIdentities(CertificateStore store, Things things, DeviceTrust trust, InstantSource clock) {
    this.store = store;
    this.things = things;
    this.trust = trust;
    this.clock = clock;
  }

  /** Whose it is at this moment, or why it is nobody's. */
  public DeviceIdentity identify(X509Certificate certificate) {
    String id = DeviceCertificate.idOf(certificate);
    try {
      DeviceTrust.Issuer issuer = trust.issuerOf(certificate);
      Instant until = until(certificate, issuer.registered());
      Optional<Attached> found = store.findAttached(id);
      return found.isPresent()
          ? known(found.get(), until)
          : enrol(certificate, until, issuer.registered());
    } catch (CertificateException e) {
      return refused(id, String.valueOf(e.getMessage()));
    }
  }

  /** Whether the certificate that somebody was let in with is over by now. */
  public boolean isOver(DeviceIdentity.Known known) {
    return !clock.instant().isBefore(known.until());
  }

  private static Instant until(X509Certificate certificate, @Nullable DeviceAuthority authority) {
    Instant own = certificate.getNotAfter().toInstant();
    Instant signers = authority == null ? own : authority.certificate().getNotAfter().toInstant();
    return own.isBefore(signers) ? own : signers;
  }

  private static DeviceIdentity known(Attached attached, Instant until) {
    DeviceCertificate certificate = attached.certificate();
    String id = certificate.certificateId();
    return switch (certificate.status()) {
      case REVOKED -> refused(id, "it was revoked on " + certificate.lastUpdatedAt());
      case INACTIVE -> refused(id, "it is inactive; set its status to ACTIVE to let it in");
      case ACTIVE ->
          attached.thingNames().isEmpty()
              ? refused(id, "it is attached to no thing; attach it to let it in")
              : new DeviceIdentity.Known(id, new TreeSet<>(attached.thingNames()), until);
    };
  }

  private DeviceIdentity enrol(
      X509Certificate certificate, Instant until, @Nullable DeviceAuthority authority) {
    String id = DeviceCertificate.idOf(certificate);
    if (authority == null) {
      return refused(id, "it was issued here, but is not in the registry any more");
    }
    Optional<String> thingName = authority.rule().thingName(certificate);
    if (thingName.isEmpty()) {
      return refused(
          id,
          "the rule '%s' of its authority finds no thing's name in it (subject '%s'), and it is not registered itself"
              .formatted(authority.rule(), IssuedBy.shown(certificate.getSubjectX500Principal())));
    }
    String name = thingName.get();
    var seen =
        DeviceCertificate.of(
            certificate,
            Status.ACTIVE,
            authority.authorityId(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    Thing made = authority.makesThings() ? made(name) : null;
    return switch (store.enrol(seen, name, made)) {
      case NO_THING -> refused(id, "there is no thing '" + name + "'; create it to let it in");
      case NO_AUTHORITY -> refused(id, "its authority was removed at this moment");
      case BARRED -> refused(id, barred(store.bar(id)));
      // What is stored counts: another may have been faster, and have revoked it by now.
      case DONE ->
          store
              .findAttached(id)
              .map(attached -> known(attached, until))
              .orElseGet(() -> refused(id, "it was deleted at this moment"));
    };
  }

  private static String barred(Optional<Bar> bar) {
    Instant revokedAt = bar.map(Bar::revokedAt).orElse(null);
    return revokedAt == null
        ? "it was deleted or detached before; register it to let it in again"
        : "it was revoked on " + revokedAt;
  }

  private Thing made(String name) {
    return things.made(new Thing.Draft(name, null, Map.of()));
  }

  private static DeviceIdentity refused(String id, String reason) {
    return new DeviceIdentity.Refused(id, reason);
  }
}
