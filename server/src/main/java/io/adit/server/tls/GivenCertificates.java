package io.adit.server.tls;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * The operator's own certificate and key, in PEM form.
 *
 * @param certificate the server's certificate first, then those that lead to its root
 */
public record GivenCertificates(Path certificate, Path key) {

  /** Reads both and checks that they can serve at that moment. */
  public TlsIdentity identity(Instant now) {
    var chain = Pem.readCertificates(read(certificate), certificate.toString());
    var identity = new TlsIdentity(chain, Pem.readPrivateKey(read(key), key.toString()));
    if (!identity.keyBelongs()) {
      throw new TlsProblem(
          "The private key in " + key + " does not belong to the certificate in " + certificate);
    }
    requireValid(identity.leaf(), now);
    return identity;
  }

  /** Something that is another when a file was written, replaced or linked anew. */
  public String stamp() {
    return stamp(certificate) + " " + stamp(key);
  }

  private static String stamp(Path file) {
    try {
      var facts = Files.readAttributes(file, BasicFileAttributes.class);
      return "%s %d %s".formatted(facts.fileKey(), facts.size(), facts.lastModifiedTime());
    } catch (IOException e) {
      return "none"; // a moment between two files, or a loss that the next reading explains
    }
  }

  private void requireValid(X509Certificate leaf, Instant now) {
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      throw new TlsProblem(
          "The certificate in %s ended on %s"
              .formatted(certificate, leaf.getNotAfter().toInstant()));
    }
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      throw new TlsProblem(
          "The certificate in %s begins on %s only"
              .formatted(certificate, leaf.getNotBefore().toInstant()));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new TlsProblem("There is no file " + file, e);
    } catch (MalformedInputException e) {
      throw new TlsProblem(
          file + " is not in PEM form (DER? openssl x509 -inform DER converts it)", e);
    } catch (IOException e) {
      throw new TlsProblem("Cannot read " + file + ": " + e, e);
    }
  }
}
