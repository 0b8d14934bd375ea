package io.adit.server.tls;

import io.adit.server.secret.SecretBox;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * The authority in the data folder that signs the certificates of devices. It is not the one of the
 * server's certificate: what a device trusts must not be able to make devices. For any thread.
 */
public final class DeviceSigner {
  /** Of a certificate whose request names nobody; the name is not what a device is known by. */
  private static final X500Principal NAMELESS = new X500Principal("CN=Adit device");

  private final CertificateAuthority authority;
  private final InstantSource clock;
  private final SecureRandom random;
  private final KeyMill keys;

  private DeviceSigner(CertificateAuthority authority, InstantSource clock, SecureRandom random) {
    this.authority = authority;
    this.clock = clock;
    this.random = random;
    this.keys = new KeyMill(random);
  }

  /** The authority from before, or a new one where there is none. */
  public static DeviceSigner open(
      Path folder, SecretBox box, InstantSource clock, SecureRandom random) {
    var files =
        new AuthorityFiles(
            folder,
            "device-ca",
            "the private key of the devices' certificate authority",
            "every device needs a new certificate",
            box);
    try {
      Instant now = clock.instant();
      var authority = files.openOrMake(now, () -> CertificateAuthority.forDevices(now, random));
      return new DeviceSigner(authority, clock, random);
    } catch (IOException e) {
      throw new TlsProblem("The devices' certificate authority in the data folder: " + e, e);
    }
  }

  /** What signed all that {@link #sign} returned. */
  public X509Certificate authority() {
    return authority.certificate();
  }

  /** A certificate with the subject and the key of the request. */
  public X509Certificate sign(SigningRequest request) {
    X500Principal asked = request.subject();
    X500Principal subject = asked.getName().isEmpty() ? NAMELESS : asked;
    return authority.issue(subject, request.key(), clock.instant(), random);
  }

  /**
   * A key for a device that cannot make one, and its certificate; empty where too many wait for
   * one. The key is RSA, since AWS hands such keys out and programs were written for them.
   */
  public Optional<NewIdentity> create() {
    return keys.make()
        .map(pair -> new NewIdentity(sign(new SigningRequest(NAMELESS, pair.getPublic())), pair));
  }

  /** A certificate and its new key. */
  public record NewIdentity(X509Certificate certificate, KeyPair keys) {
    @Override
    public String toString() {
      return "NewIdentity[certificate=" + certificate.getSerialNumber() + ", keys=hidden]";
    }
  }
}
