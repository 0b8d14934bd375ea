package io.adit.server.thing;

import io.adit.server.thing.RegistryException.Reason;
import io.adit.server.tls.DeviceSigner;
import io.adit.server.tls.KeyStrength;
import io.adit.server.tls.Pem;
import io.adit.server.tls.TlsProblem;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities by which devices' certificates are accepted: Adit's own, and those
 * that the operator registered. They change while it runs. For any thread.
 */
public final class DeviceTrust {
  /** All their names are sent in each handshake. */
  static final int MOST_AUTHORITIES = 100;

  private static final int KEY_CERT_SIGN = 5; // the bit of RFC 5280's KeyUsage

  private final X509Certificate own;
  private final CertificateStore store;
  private final InstantSource clock;
  private final ThingListeners listeners;
  private volatile List<DeviceAuthority> registered; // written under this

  DeviceTrust(
      DeviceSigner signer, CertificateStore store, InstantSource clock, ThingListeners listeners) {
    this.own = signer.authority();
    this.store = store;
    this.clock = clock;
    this.listeners = listeners;
    this.registered = store.authorities();
  }

  /**
   * The authority that signed a certificate.
   *
   * @param registered null: Adit's own
   */
  record Issuer(@Nullable DeviceAuthority registered) {
    @Nullable String authorityId() {
      return registered == null ? null : registered.authorityId();
    }
  }

  /** Adit's own first. */
  public List<X509Certificate> authorities() {
    return Stream.concat(Stream.of(own), registered.stream().map(DeviceAuthority::certificate))
        .toList();
  }

  /** The authorities that were registered, the oldest first. */
  public List<DeviceAuthority> registered() {
    return registered;
  }

  /**
   * For the handshakes of devices: lets in what an authority signed and what is not over. Whether a
   * certificate is still good, and whose it is, is then asked of {@link DeviceIdentities}.
   */
  public X509ExtendedTrustManager trustManager() {
    return new DeviceTrustManager(this);
  }

  /**
   * From now on this authority's certificates are accepted.
   *
   * @param pem one certificate of an authority, which need not have signed itself
   * @throws RegistryException EXISTS, or INVALID for what is no good authority
   */
  public synchronized DeviceAuthority register(
      String pem, ThingNameRule rule, boolean makesThings) {
    X509Certificate certificate = one(pem, "The certificate authority");
    requireAuthority(certificate);
    if (registered.size() >= MOST_AUTHORITIES) {
      throw new RegistryException(
          Reason.INVALID,
          "There are %d certificate authorities already, and that is the most; remove one first"
              .formatted(MOST_AUTHORITIES));
    }
    var authority =
        new DeviceAuthority(
            DeviceCertificate.idOf(certificate), certificate, rule, makesThings, now());
    if (certificate.equals(own) || !store.insert(authority)) {
      throw new RegistryException(
          Reason.EXISTS,
          "The certificate authority %s is registered already; to change its rule, remove it first"
              .formatted(authority.authorityId()));
    }
    registered = Stream.concat(registered.stream(), Stream.of(authority)).toList();
    return authority;
  }

  /** Its certificates are not accepted any more, and forgotten. Throws RegistryException. */
  public void remove(String authorityId) {
    List<String> ended;
    synchronized (this) {
      ended =
          store
              .removeAuthority(authorityId)
              .orElseThrow(() ->
                  new RegistryException(
                      Reason.NOT_FOUND,
                      "There is no certificate authority "
                          + authorityId
                          + "; list them to see which there are"));
      registered =
          registered.stream().filter(each -> !each.authorityId().equals(authorityId)).toList();
    }
    ended.forEach(id -> listeners.onCertificateEnded(id, ThingListener.End.AUTHORITY_REMOVED));
  }

  /**
   * The authority that signed a certificate which is good at this moment.
   *
   * @throws CertificateException that says why there is none
   */
  Issuer issuerOf(X509Certificate certificate) throws CertificateException {
    Instant now = clock.instant();
    IssuedBy check = new IssuedBy(certificate, now);
    if (check.signed(own)) {
      check.require(own);
      return new Issuer(null);
    }
    List<DeviceAuthority> signers =
        registered.stream().filter(each -> check.signed(each.certificate())).toList();
    if (signers.isEmpty()) {
      throw new CertificateException(
          "its authority '%s' is neither Adit's nor a registered one"
              .formatted(IssuedBy.shown(certificate.getIssuerX500Principal())));
    }
    // More than one where an authority was renewed and kept its key.
    for (DeviceAuthority each : signers.subList(0, signers.size() - 1)) {
      if (IssuedBy.timeProblem(each.certificate(), now).isEmpty()) {
        check.require(each.certificate());
        return new Issuer(each);
      }
    }
    check.require(signers.getLast().certificate());
    return new Issuer(signers.getLast());
  }

  /** The only certificate in a PEM text. */
  static X509Certificate one(String pem, String what) {
    try {
      List<X509Certificate> certificates = Pem.readCertificates(pem, what);
      if (certificates.size() == 1) {
        return certificates.getFirst();
      }
      throw new RegistryException(
          Reason.INVALID,
          "%s must be one certificate, and these are %d".formatted(what, certificates.size()));
    } catch (TlsProblem e) {
      throw new RegistryException(Reason.INVALID, String.valueOf(e.getMessage()));
    }
  }

  private void requireAuthority(X509Certificate certificate) {
    boolean @Nullable [] usage = certificate.getKeyUsage();
    if (certificate.getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
      throw new RegistryException(
          Reason.INVALID,
          "The certificate '%s' is of no authority: its basic constraints or its key usage do not allow it to sign others"
              .formatted(certificate.getSubjectX500Principal()));
    }
    KeyStrength.problem(certificate.getPublicKey())
        .ifPresent(problem -> {
          throw new RegistryException(
              Reason.INVALID, "The key of the certificate authority " + problem);
        });
    IssuedBy.timeProblem(certificate, clock.instant())
        .ifPresent(problem -> {
          throw new RegistryException(Reason.INVALID, "The certificate authority " + problem);
        });
  }

  /** What the store keeps of the time. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
