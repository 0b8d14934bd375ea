package io.adit.conformance.devices;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.sockets.SignedCall;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A certificate authority of an operator's own. All that it signs has one key, so that a thousand
 * certificates are made in a moment.
 */
public final class Authority {
  private static final String ALGORITHM = "SHA256withECDSA";

  private final AtomicLong serials = new AtomicLong(1);
  private final KeyPair keys = newKeys();
  private final KeyPair keysOfAll = newKeys();
  private final String name;
  private final X509Certificate certificate;

  public Authority(String name) {
    this.name = name;
    this.certificate = sign(name, keys, true);
  }

  /** A certificate that it signed, and its key. */
  public record Identity(X509Certificate certificate, PrivateKey key) {

    /** As the registry has it: the hash of the certificate. */
    public String certificateId() {
      try {
        return HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Both as files, as programs want them. */
    public Thing write(Path folder, String thingName) {
      return new Thing(
          thingName,
          Authority.write(folder.resolve(thingName + ".pem"), certificate),
          Authority.write(
              folder.resolve(thingName + ".key"), new PemObject("PRIVATE KEY", key.getEncoded())),
          certificateId());
    }
  }

  /** Good for a client, and for a server on this machine. */
  public Identity issue(String commonName) {
    return new Identity(sign(commonName, keysOfAll, false), keysOfAll.getPrivate());
  }

  /** Has a server accept what it signs, and make a thing of each common name. */
  public void register(AditProcess server) throws IOException {
    var input = JsonNodeFactory.instance.objectNode();
    input.put("certificatePem", pem(certificate)).put("createThings", true);
    new SignedCall(server).own("RegisterDeviceAuthority", input.toString());
  }

  /** Its own certificate as a file. */
  public Path write(Path folder) {
    return write(folder.resolve("authority.pem"), certificate);
  }

  private X509Certificate sign(String commonName, KeyPair subject, boolean isAuthority) {
    try {
      var from = Instant.now().minus(Duration.ofDays(1));
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal("CN=" + name),
              BigInteger.valueOf(serials.getAndIncrement()),
              Date.from(from),
              Date.from(from.plus(Duration.ofDays(30))),
              new X500Principal("CN=" + commonName),
              subject.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
      var signer = new JcaContentSignerBuilder(ALGORITHM).build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("no certificate for " + commonName, e);
    }
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no keys", e);
    }
  }

  private static Path write(Path file, Object content) {
    try {
      return Files.writeString(file, pem(content));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String pem(Object content) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
