package io.adit.server.thing;

import io.adit.server.thing.CertificateStore.Bar;
import io.adit.server.thing.CertificateStore.Position;
import io.adit.server.thing.DeviceCertificate.Status;
import io.adit.server.thing.RegistryException.Reason;
import io.adit.server.tls.DeviceSigner;
import io.adit.server.tls.Pem;
import io.adit.server.tls.SigningRequest;
import io.adit.server.tls.TlsProblem;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All certificates of devices. Calls block on the store. For any thread. */
public final class DeviceCertificates {
  /** Microseconds since 1970, and an id: anybody can make up a token. */
  private static final Pattern POSITION = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64})");

  private final CertificateStore store;
  private final DeviceSigner signer;
  private final DeviceTrust trust;
  private final InstantSource clock;
  private final ThingListeners listeners;

  DeviceCertificates(
      CertificateStore store,
      DeviceSigner signer,
      DeviceTrust trust,
      InstantSource clock,
      ThingListeners listeners) {
    this.store = store;
    this.signer = signer;
    this.trust = trust;
    this.clock = clock;
    this.listeners = listeners;
  }

  /**
   * A new certificate with the key that was made for it, both shown this once.
   *
   * @param privateKeyPem kept nowhere
   */
  public record WithKeys(DeviceCertificate certificate, String publicKeyPem, String privateKeyPem) {
    @Override
    public String toString() {
      return "WithKeys[certificate=" + certificate.certificateId() + ", keys=hidden]";
    }
  }

  /**
   * A new certificate for a key that stays where it is.
   *
   * @param signingRequest PKCS #10 in PEM form
   * @throws RegistryException INVALID for a request that is none, or whose key is too weak
   */
  public DeviceCertificate issue(String signingRequest, boolean active) {
    try {
      return keep(signer.sign(SigningRequest.parse(signingRequest)), active);
    } catch (TlsProblem e) {
      throw new RegistryException(
          Reason.INVALID, "The certificate signing request " + e.getMessage());
    }
  }

  /**
   * A new certificate with a new RSA key.
   *
   * @throws RegistryException BUSY where too many wait for one
   */
  public WithKeys create(boolean active) {
    DeviceSigner.NewIdentity created =
        signer
            .create()
            .orElseThrow(() ->
                new RegistryException(
                    Reason.BUSY,
                    "Too many keys are being made at this moment; try again later, or make the key on"
                        + " its device and call CreateCertificateFromCsr"));
    return new WithKeys(
        keep(created.certificate(), active),
        Pem.publicKey(created.keys().getPublic()),
        Pem.rsaPrivateKey(created.keys().getPrivate()));
  }

  /**
   * Takes a certificate in that a registered authority signed.
   *
   * @throws RegistryException EXISTS, STATUS where it was revoked once, or INVALID where no such
   *     authority signed it
   */
  public DeviceCertificate register(String pem, Status status) {
    X509Certificate certificate = DeviceTrust.one(pem, "The certificate");
    DeviceCertificate registered =
        DeviceCertificate.of(certificate, status, authorityOf(certificate), now());
    if (!store.insert(registered)) {
      requireNotRevoked(registered.certificateId());
      throw new RegistryException(
          Reason.EXISTS, "Certificate " + registered.certificateId() + " is registered already");
    }
    return registered;
  }

  private void requireNotRevoked(String certificateId) {
    Instant revokedAt = store.bar(certificateId).map(Bar::revokedAt).orElse(null);
    if (revokedAt != null) {
      throw new RegistryException(
          Reason.STATUS,
          "Certificate %s was revoked on %s, and that is for good; give its device a new one"
              .formatted(certificateId, revokedAt));
    }
  }

  /** Throws RegistryException NOT_FOUND. */
  public DeviceCertificate describe(String certificateId) {
    return store
        .find(certificateId)
        .orElseThrow(() -> RegistryException.noCertificate(certificateId));
  }

  /**
   * Certificates by creation.
   *
   * @param maxResults 1 to 250
   */
  public Page<DeviceCertificate> list(
      boolean ascending, int maxResults, @Nullable String nextToken) {
    String list = "certificates " + (ascending ? "ascending" : "descending");
    String after = PageToken.decode(nextToken, list);
    return Page.of(
        store.page(ascending, after == null ? null : position(after), maxResults + 1),
        maxResults,
        list,
        DeviceCertificates::position);
  }

  /**
   * Lets a certificate's device in, or not any more.
   *
   * @throws RegistryException NOT_FOUND, or STATUS for a revoked one
   */
  public void setStatus(String certificateId, Status status) {
    DeviceCertificate before =
        store
            .change(certificateId, present -> changed(present, status))
            .orElseThrow(() -> RegistryException.noCertificate(certificateId));
    if (before.status() == Status.ACTIVE && status != Status.ACTIVE) {
      listeners.onCertificateEnded(
          certificateId,
          status == Status.REVOKED ? ThingListener.End.REVOKED : ThingListener.End.DEACTIVATED);
    }
  }

  /** Forgets a certificate that is not active and not attached. Throws RegistryException. */
  public void delete(String certificateId) {
    switch (store.delete(certificateId)) {
      case DONE -> listeners.onCertificateEnded(certificateId, ThingListener.End.DELETED);
      case NO_CERTIFICATE -> throw RegistryException.noCertificate(certificateId);
      case ACTIVE ->
          throw new RegistryException(
              Reason.STATUS,
              "Certificate must be deactivated (not ACTIVE) before deletion. Id: " + certificateId);
      case ATTACHED ->
          throw new RegistryException(
              Reason.IN_USE,
              "Things must be detached before deletion (arn of certificate ends in %s)"
                  .formatted(certificateId));
    }
  }

  private DeviceCertificate changed(DeviceCertificate present, Status status) {
    if (present.status() == status) {
      return present;
    }
    if (present.status() == Status.REVOKED) {
      throw new RegistryException(
          Reason.STATUS,
          "Certificate %s is revoked, and that is for good; give its device a new one"
              .formatted(present.certificateId()));
    }
    return present.with(status, now());
  }

  private DeviceCertificate keep(X509Certificate certificate, boolean active) {
    Status status = active ? Status.ACTIVE : Status.INACTIVE;
    DeviceCertificate kept = DeviceCertificate.of(certificate, status, null, now());
    if (!store.insert(kept)) {
      throw new IllegalStateException("two certificates with one serial number");
    }
    return kept;
  }

  private String authorityOf(X509Certificate certificate) {
    try {
      String authorityId = trust.issuerOf(certificate).authorityId();
      if (authorityId != null) {
        return authorityId;
      }
      throw new RegistryException(
          Reason.INVALID,
          "The certificate was issued here and is known, or was deleted; issue a new one");
    } catch (CertificateException e) {
      throw new RegistryException(
          Reason.INVALID, "The certificate cannot be registered: " + e.getMessage());
    }
  }

  private static String position(DeviceCertificate certificate) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, certificate.createdAt());
    return micros + " " + certificate.certificateId();
  }

  private static Position position(String text) {
    Matcher form = POSITION.matcher(text);
    if (!form.matches()) {
      throw PageToken.invalid();
    }
    long micros = Long.parseLong(form.group(1));
    return new Position(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), form.group(2));
  }

  /** What the store keeps of the time. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
