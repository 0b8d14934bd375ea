package io.adit.server.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Certificates and keys in the text form of RFC 7468. */
public final class Pem {
  private Pem() {}

  public static String certificates(List<X509Certificate> certificates) {
    return write(writer -> {
      for (X509Certificate certificate : certificates) {
        writer.writeObject(certificate);
      }
    });
  }

  /** An RSA key in the older form of PKCS #1, as AWS hands keys out. */
  public static String rsaPrivateKey(PrivateKey key) {
    return write(writer -> writer.writeObject(key));
  }

  public static String publicKey(PublicKey key) {
    return write(writer -> writer.writeObject(key));
  }

  /** As PKCS #8. */
  public static String privateKey(PrivateKey key) {
    return write(writer -> writer.writeObject(new PemObject("PRIVATE KEY", key.getEncoded())));
  }

  /** A request for a certificate (PKCS #10). */
  public static String signingRequest(byte[] encoded) {
    return write(writer -> writer.writeObject(new PemObject("CERTIFICATE REQUEST", encoded)));
  }

  /** All certificates in the text; {@code source} names it in problems. */
  public static List<X509Certificate> readCertificates(String text, String source) {
    var certificates = new ArrayList<X509Certificate>();
    try {
      var converter = new JcaX509CertificateConverter();
      for (Object object : objects(text)) {
        if (object instanceof X509CertificateHolder holder) {
          certificates.add(converter.getCertificate(holder));
        }
      }
    } catch (IOException | CertificateException e) {
      throw new TlsProblem(source + " holds a certificate that cannot be read", e);
    }
    if (certificates.isEmpty()) {
      throw new TlsProblem(source + " holds no certificate in PEM form (BEGIN CERTIFICATE)");
    }
    return certificates;
  }

  /** The first private key in the text: PKCS #8 or the older forms of OpenSSL. */
  public static PrivateKey readPrivateKey(String text, String source) {
    try {
      for (Object object : objects(text)) {
        PrivateKeyInfo info = privateKeyInfo(object, source);
        if (info != null) {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        }
      }
    } catch (IOException e) {
      // Without the cause: its text may show parts of the key.
      throw new TlsProblem(source + " holds a private key that cannot be read");
    }
    throw new TlsProblem(source + " holds no private key in PEM form (BEGIN PRIVATE KEY)");
  }

  private static @Nullable PrivateKeyInfo privateKeyInfo(Object object, String source) {
    return switch (object) {
      case PrivateKeyInfo info -> info;
      case PEMKeyPair pair -> pair.getPrivateKeyInfo();
      case PEMEncryptedKeyPair encrypted -> throw encryptedKey(source);
      case PKCS8EncryptedPrivateKeyInfo encrypted -> throw encryptedKey(source);
      default -> null;
    };
  }

  private static TlsProblem encryptedKey(String source) {
    return new TlsProblem(
        source
            + " holds a private key under a passphrase; take it off: openssl pkey -in "
            + source
            + " -out NEW");
  }

  static List<Object> objects(String text) throws IOException {
    var objects = new ArrayList<Object>();
    try (var parser = new PEMParser(new StringReader(text))) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        objects.add(object);
      }
    }
    return objects;
  }

  private interface Writing {
    void to(JcaPEMWriter writer) throws IOException;
  }

  private static String write(Writing writing) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writing.to(writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has none
    }
    return text.toString();
  }
}
