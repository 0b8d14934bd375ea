package io.adit.agent.config;

import io.adit.peer.link.CertificateAuthorities;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Set;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the files that prove who the device is, so that a wrong one is found before it is used. */
final class IdentityFiles {
  private static final Logger log = LoggerFactory.getLogger(IdentityFiles.class);
  private static final String PEM_CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final Set<PosixFilePermission> TOO_OPEN =
      Set.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** A key of the file, and the path that it holds. */
  record Named(String key, Path path) {
    InvalidConfigException problem(String text) {
      return new InvalidConfigException("'" + key + "': " + path + " " + text);
    }
  }

  private final Vertx vertx;

  /**
   * @param vertx knows the forms that keys are written in
   */
  IdentityFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Reads and compares them.
   *
   * @param ca null for the system's authorities
   */
  Identity read(Named certificate, Named key, @Nullable Named ca) throws InvalidConfigException {
    Buffer certificatePem = content(certificate);
    Buffer keyPem = content(key);
    warnOfOpenKey(key.path());
    X509Certificate own = parse(certificate, certificatePem);
    requirePair(own, certificate, key, privateKey(key, certificatePem, keyPem));
    Instant expires = own.getNotAfter().toInstant();
    if (expires.isBefore(Instant.now())) {
      log.warn(
          "The certificate {} expired on {}; the gateway will refuse it: renew it",
          certificate.path(),
          expires);
    }
    return new Identity(certificatePem, keyPem, authorities(ca).trust(), expires);
  }

  private static Buffer content(Named file) throws InvalidConfigException {
    try {
      return Buffer.buffer(Files.readAllBytes(file.path()));
    } catch (NoSuchFileException e) {
      throw file.problem("does not exist");
    } catch (IOException e) {
      throw file.problem("cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static void warnOfOpenKey(Path key) {
    try {
      if (Files.getPosixFilePermissions(key).stream().anyMatch(TOO_OPEN::contains)) {
        log.warn("The key {} can be read or changed by others; run: chmod 600 {}", key, key);
      }
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("The permissions of {} cannot be asked: {}", key, e.toString());
    }
  }

  private static X509Certificate parse(Named file, Buffer pem) throws InvalidConfigException {
    int begin = pem.toString().indexOf(PEM_CERTIFICATE);
    if (begin < 0) {
      throw file.problem("holds no certificate in PEM form (" + PEM_CERTIFICATE + ")");
    }
    try {
      byte[] bytes = pem.getBytes(begin, pem.length());
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (GeneralSecurityException e) {
      throw file.problem("holds a certificate that cannot be read: " + e.getMessage());
    }
  }

  private PrivateKey privateKey(Named file, Buffer certificate, Buffer key)
      throws InvalidConfigException {
    var options = new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
    try {
      for (var manager : options.getKeyManagerFactory(vertx).getKeyManagers()) {
        if (manager instanceof X509KeyManager keys) {
          for (String type : new String[] {"EC", "RSA", "EdDSA"}) {
            String[] aliases = keys.getClientAliases(type, null);
            if (aliases != null && aliases.length > 0) {
              return keys.getPrivateKey(aliases[0]);
            }
          }
        }
      }
    } catch (Exception e) {
      throw file.problem("holds no private key in PEM form that can be read");
    }
    throw file.problem("holds a private key of a kind that is not known; RSA and EC are");
  }

  private static void requirePair(
      X509Certificate certificate, Named certificateFile, Named keyFile, PrivateKey key)
      throws InvalidConfigException {
    try {
      byte[] sample = new byte[32];
      new SecureRandom().nextBytes(sample);
      String algorithm =
          key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256with" + key.getAlgorithm();
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(sample);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      log.debug("The key is not the certificate's: {}", e.toString());
    }
    throw keyFile.problem("is not the key of the certificate " + certificateFile.path());
  }

  private static CertificateAuthorities authorities(@Nullable Named ca)
      throws InvalidConfigException {
    try {
      return ca == null
          ? new CertificateAuthorities().addSystem()
          : new CertificateAuthorities().add(ca.path());
    } catch (IOException e) {
      throw new InvalidConfigException(
          ca == null ? "the system's authorities: " + e.getMessage() : "'ca': " + e.getMessage());
    }
  }
}
