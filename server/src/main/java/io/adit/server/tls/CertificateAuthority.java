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
  static final Duration LIFETIME = Duration.ofDays(3652);

  /** The longest that browsers accept of a server. */
  static final Duration SERVER_LIFETIME = Duration.ofDays(397);

  /** A client whose clock is a little behind must not find a new certificate not yet valid. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  /** The hosts are in the alternative names; a common name could hold 64 characters only. */
  private static final X500Principal SERVER = new X500Principal("CN=Adit server");

  private static final int SERIAL_BITS = 159; // RFC 5280: positive, at most 20 octets

  static CertificateAuthority create(Instant now, SecureRandom random) {
    KeyPair pair = newKeyPair(random);
    byte[] id = new byte[4];
    random.nextBytes(id);
    // A name of its own: who trusts two of our authorities must not take one for the other.
    var name = new X500Principal("CN=Adit CA " + HexFormat.of().formatHex(id));
    try {
      var validity = Validity.starting(now, LIFETIME);
      var builder = builder(name, name, pair.getPublic(), validity, newSerial(random));
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
      var issuer = certificate.getSubjectX500Principal();
      var builder = builder(issuer, SERVER, pair.getPublic(), validity, newSerial(random));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, names.asGeneralNames());
      return new TlsIdentity(List.of(sign(builder, key)), pair.getPrivate());
    } catch (GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException("This Java cannot make a certificate", e);
    }
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

    Validity within(X509Certificate issuer) {
      Instant end = issuer.getNotAfter().toInstant();
      return to.isAfter(end) ? new Validity(from, end) : this;
    }
  }
}
