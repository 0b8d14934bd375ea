package io.adit.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.secret.SecretBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The two files of a certificate authority in the data folder; the key lies there sealed. */
final class AuthorityFiles {
  private final Path certificateFile;
  private final Path keyFile;
  private final String purpose;
  private final String loss;
  private final SecretBox box;

  /**
   * @param name of the files, without what follows the dot
   * @param purpose what its key is, for the box
   * @param loss what must be done after a new one was made
   */
  AuthorityFiles(Path folder, String name, String purpose, String loss, SecretBox box) {
    this.certificateFile = folder.resolve(name + ".pem");
    this.keyFile = folder.resolve(name + ".key.sealed");
    this.purpose = purpose;
    this.loss = loss;
    this.box = box;
  }

  Path certificateFile() {
    return certificateFile;
  }

  /** The authority from before, or a new one where there is none. */
  CertificateAuthority openOrMake(Instant now, Supplier<CertificateAuthority> maker)
      throws IOException {
    if (!Files.exists(certificateFile)) {
      var created = maker.get();
      // The key first: a certificate without its key is a loss, a key without certificate is not.
      write(keyFile, box.sealText(Pem.privateKey(created.key()), purpose));
      write(certificateFile, Pem.certificates(List.of(created.certificate())).getBytes(UTF_8));
      return created;
    }
    X509Certificate certificate = certificate();
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new TlsProblem(
          "The certificate authority %s ended on %s. Move it and %s away; the next start makes a new one, and %s."
              .formatted(certificateFile, certificate.getNotAfter().toInstant(), keyFile, loss));
    }
    if (!Files.exists(keyFile)) {
      throw new TlsProblem(
          "%s is missing. Put it back from a backup; or move %s away too, and the next start makes a new certificate authority, and %s."
              .formatted(keyFile, certificateFile, loss));
    }
    String pem = box.openText(Files.readAllBytes(keyFile), purpose);
    return new CertificateAuthority(certificate, Pem.readPrivateKey(pem, keyFile.toString()));
  }

  private X509Certificate certificate() throws IOException {
    String text = Files.readString(certificateFile);
    return Pem.readCertificates(text, certificateFile.toString()).getFirst();
  }

  /** Whole or not at all. */
  static void write(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
