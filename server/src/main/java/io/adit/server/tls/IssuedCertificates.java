package io.adit.server.tls;

import io.adit.server.secret.SecretBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The certificate authority in the data folder, and the server certificate that it signs. Private
 * keys lie there sealed.
 */
public final class IssuedCertificates {
  /** A server certificate with less time left than this is made anew. */
  static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

  private static final String CA_KEY = "the certificate authority's private key";
  private static final String SERVER_KEY = "the server certificate's private key";

  private final Path caFile;
  private final Path caKeyFile;
  private final Path serverFile;
  private final Path serverKeyFile;
  private final SecretBox box;
  private final Clock clock;
  private final SecureRandom random;

  public IssuedCertificates(Path folder, SecretBox box, Clock clock, SecureRandom random) {
    caFile = folder.resolve("ca.pem");
    caKeyFile = folder.resolve("ca.key.sealed");
    serverFile = folder.resolve("server.pem");
    serverKeyFile = folder.resolve("server.key.sealed");
    this.box = box;
    this.clock = clock;
    this.random = random;
  }

  /** What clients must trust; there after the first {@link #identityFor}. */
  public Path caFile() {
    return caFile;
  }

  /** The certificate for these hosts: the one from before, or a new one when that does not fit. */
  public TlsIdentity identityFor(HostNames names) {
    try {
      CertificateAuthority authority = authority();
      Optional<TlsIdentity> before = serverIdentity().filter(id -> fits(id, names, authority));
      if (before.isPresent()) {
        return before.get();
      }
      TlsIdentity issued = authority.issue(names, clock.instant(), random);
      write(serverKeyFile, box.seal(utf8(issued.keyPem()), SERVER_KEY));
      write(serverFile, utf8(issued.chainPem()));
      return issued;
    } catch (IOException e) {
      throw new TlsProblem("The certificates in the data folder: " + e, e);
    }
  }

  private CertificateAuthority authority() throws IOException {
    if (!Files.exists(caFile)) {
      var created = CertificateAuthority.create(clock.instant(), random);
      // The key first: a certificate without its key is a loss, a key without certificate is not.
      write(caKeyFile, box.seal(utf8(Pem.privateKey(created.key())), CA_KEY));
      write(caFile, utf8(Pem.certificates(List.of(created.certificate()))));
      return created;
    }
    X509Certificate certificate = readCertificate(caFile);
    if (clock.instant().isAfter(certificate.getNotAfter().toInstant())) {
      throw new TlsProblem(
          "The certificate authority %s ended on %s. Move it and %s away; the next start makes a new one, which every client must be given."
              .formatted(caFile, certificate.getNotAfter().toInstant(), caKeyFile));
    }
    if (!Files.exists(caKeyFile)) {
      throw new TlsProblem(
          "%s is missing. Put it back from a backup; or move %s away too, and the next start makes a new certificate authority, which every client must be given."
              .formatted(caKeyFile, caFile));
    }
    return new CertificateAuthority(certificate, readKey(caKeyFile, CA_KEY));
  }

  private Optional<TlsIdentity> serverIdentity() throws IOException {
    if (!Files.exists(serverFile) || !Files.exists(serverKeyFile)) {
      return Optional.empty();
    }
    var chain = Pem.readCertificates(Files.readString(serverFile), serverFile.toString());
    return Optional.of(new TlsIdentity(chain, readKey(serverKeyFile, SERVER_KEY)));
  }

  private boolean fits(TlsIdentity identity, HostNames names, CertificateAuthority authority) {
    Instant renewal = identity.leaf().getNotAfter().toInstant().minus(RENEW_BEFORE_END);
    return identity.names().equals(names)
        && clock.instant().isBefore(renewal)
        && authority.signed(identity.leaf())
        && identity.keyBelongs();
  }

  private static X509Certificate readCertificate(Path file) throws IOException {
    return Pem.readCertificates(Files.readString(file), file.toString()).getFirst();
  }

  private PrivateKey readKey(Path file, String purpose) throws IOException {
    byte[] pem = box.open(Files.readAllBytes(file), purpose);
    return Pem.readPrivateKey(new String(pem, StandardCharsets.UTF_8), file.toString());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whole or not at all. */
  private static void write(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
