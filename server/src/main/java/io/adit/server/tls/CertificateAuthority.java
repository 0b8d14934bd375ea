package io.adit.server.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that signs others, with its key. */
record CertificateAuthority(X509Certificate certificate, PrivateKey key) {
  /** How long the authority of servers lasts. */
  static final Duration LIFETIME = Duration.ofDays(3652);

  /**
   * The end of the authority of devices, and of all that it signs: as AWS has it, and the last
   * second that fits the short form of time in a certificate.
   */
  static final Instant DEVICES_END = Instant.parse("2049-12-31T23:59:59Z");

  /** The longest that browsers accept of a server. */
  static final Duration SERVER_LIFETIME = Duration.ofDays(397);

  /** A client whose clock is a little behind must not find a new certificate not yet valid. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  /** The hosts are in the alternative names; a common name could hold 64 characters only. */
  private static final X500Principal SERVER = new X500Principal("CN=Adit server");

  private static final int SERIAL_BITS = 159; // RFC 5280: positive, at most 20 octets

  static CertificateAuthority forServers(Instant now, SecureRandom random) {
    return create("Adit CA", Validity.starting(now, LIFETIME), random);
  }

  static CertificateAuthority forDevices(Instant now, SecureRandom random) {
    return create("Adit device CA", Validity.until(DEVICES_END, now), random);
  }

  private static CertificateAuthority create(String name, Validity validity, SecureRandom random) {
    KeyPair pair = newKeyPair(random);
    byte[] id = new byte[4];
    random.nextBytes(id);
    // A name of its own: who trusts two of our authorities must not take one for the other.
    var subject = new X500Principal("CN=" + name + " " + HexFormat.of().formatHex(id));
    try {
      var builder = builder(subject, subject, pair.getPublic(), validity, newSerial(random));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return new CertificateAuthority(sign(builder, pair.getPrivate()), pair.getPrivate());
    } catch (GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException("This Java cannot make a certificate authority", e);
    }
  }

  /** A new server certificate with a new key. */
  TlsIdentity issue(HostNames names, Instant now, SecureRandom random) {
    KeyPair pair = newKeyPair(random);
    try {
      var validity = Validity.starting(now, SERVER_LIFETIME).within(certificate);
      var builder = leaf(SERVER, pair.getPublic(), validity, newSerial(random));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, names.asGeneralNames());
      return new TlsIdentity(List.of(sign(builder, key)), pair.getPrivate());
    } catch (GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException("This Java cannot make a certificate", e);
    }
  }

  /** A new certificate for a device that has this key. */
  X509Certificate issue(
      X500Principal subject, PublicKey deviceKey, Instant now, SecureRandom random) {
    try {
      var validity = Validity.until(DEVICES_END, now).within(certificate);
      var builder = leaf(subject, deviceKey, validity, newSerial(random));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      return sign(builder, key);
    } catch (GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException("This Java cannot make a certificate", e);
    }
  }

  private X509v3CertificateBuilder leaf(
      X500Principal subject, PublicKey subjectsKey, Validity validity, BigInteger serial)
      throws GeneralSecurityException, CertIOException {
    var issuer = certificate.getSubjectX500Principal();
    var builder = builder(issuer, subject, subjectsKey, validity, serial);
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    return builder;
  }

  boolean signed(X509Certificate other) {
    try {
      other.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Principal issuer,
      X500Principal subject,
      PublicKey key,
      Validity validity,
      BigInteger serial)
      throws GeneralSecurityException, CertIOException {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer, serial, Date.from(validity.from()), Date.from(validity.to()), subject, key);
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    return builder;
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair newKeyPair(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no curve P-256", e);
    }
  }

  private static BigInteger newSerial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS, random).setBit(0); // never zero
  }

  private record Validity(Instant from, Instant to) {
    static Validity starting(Instant now, Duration lifetime) {
      Instant from = now.minus(BACKDATED);
      return new Validity(from, from.plus(lifetime));
    }

    static Validity until(Instant end, Instant now) {
      return new Validity(now.minus(BACKDATED), end);
    }

    Validity within(X509Certificate issuer) {
      Instant end = issuer.getNotAfter().toInstant();
      return to.isAfter(end) ? new Validity(from, end) : this;
    }
  }
}
