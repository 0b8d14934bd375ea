package io.adit.server.testing;

import io.adit.server.tls.Pem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority as an operator may have one, for devices with all kinds of faults. */
public final class TestAuthority {
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private final KeyPair keys;
  private final X509Certificate certificate;
  private final Instant now;

  private TestAuthority(KeyPair keys, X509Certificate certificate, Instant now) {
    this.keys = keys;
    this.certificate = certificate;
    this.now = now;
  }

  /** A good one: P-256, for ten years from a day before now. */
  public static TestAuthority named(String commonName, Instant now) {
    return with(commonName, p256(), Duration.ofDays(3650), now);
  }

  public static TestAuthority with(
      String commonName, KeyPair keys, Duration lifetime, Instant now) {
    var subject = new X500Principal("CN=" + commonName);
    try {
      var builder = builder(subject, subject, keys, now, lifetime);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return new TestAuthority(keys, sign(builder, keys, null), now);
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String pem() {
    return Pem.certificates(List.of(certificate));
  }

  /** What a device's certificate is to be; all but the subject as they should be. */
  public static final class Leaf {
    private final String subject;
    private KeyPair keys = p256();
    private Duration lifetime = Duration.ofDays(365);
    private KeyPurposeId purpose = KeyPurposeId.id_kp_clientAuth;
    private GeneralName[] names = {};
    private @Nullable String algorithm;

    private Leaf(String subject) {
      this.subject = subject;
    }

    public Leaf keys(KeyPair value) {
      keys = value;
      return this;
    }

    /** From a day before now; a shorter one than that is over. */
    public Leaf lifetime(Duration value) {
      lifetime = value;
      return this;
    }

    public Leaf forServers() {
      purpose = KeyPurposeId.id_kp_serverAuth;
      return this;
    }

    public Leaf dnsNames(String... values) {
      return alternatives(GeneralName.dNSName, values);
    }

    public Leaf uris(String... values) {
      return alternatives(GeneralName.uniformResourceIdentifier, values);
    }

    public Leaf algorithm(String value) {
      algorithm = value;
      return this;
    }

    private Leaf alternatives(int type, String... values) {
      names = new GeneralName[values.length];
      for (int i = 0; i < values.length; i++) {
        names[i] = new GeneralName(type, values[i]);
      }
      return this;
    }
  }

  /**
   * @param subject such as {@code CN=pump-7}
   */
  public static Leaf leaf(String subject) {
    return new Leaf(subject);
  }

  public X509Certificate sign(String subject) {
    return sign(leaf(subject));
  }

  public X509Certificate sign(Leaf leaf) {
    try {
      var builder =
          builder(
              certificate.getSubjectX500Principal(),
              new X500Principal(leaf.subject),
              leaf.keys,
              now,
              leaf.lifetime);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(leaf.purpose));
      if (leaf.names.length > 0) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            leaf.subject.isEmpty(), // RFC 5280
            new GeneralNames(leaf.names));
      }
      return sign(builder, keys, leaf.algorithm);
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request for a certificate in PEM form. */
  public static String signingRequest(String subject, KeyPair keys) {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      pem.writeObject(
          new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), keys.getPublic())
              .build(new JcaContentSignerBuilder(algorithm(keys)).build(keys.getPrivate())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  public static KeyPair p256() {
    return ec("secp256r1");
  }

  public static KeyPair ec(String curve) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static KeyPair rsa(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, KeyPair keys, Instant now, Duration lifetime) {
    Instant from = now.minus(Duration.ofDays(1));
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(SERIALS.getAndIncrement()),
        Date.from(from),
        Date.from(from.plus(lifetime)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(
      JcaX509v3CertificateBuilder builder, KeyPair keys, @Nullable String algorithm) {
    try {
      var signer =
          new JcaContentSignerBuilder(algorithm == null ? algorithm(keys) : algorithm)
              .build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String algorithm(KeyPair keys) {
    return switch (keys.getPrivate().getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "Ed25519";
    };
  }
}
