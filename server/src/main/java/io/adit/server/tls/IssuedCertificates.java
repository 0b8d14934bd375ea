package io.adit.server.tls;

import io.adit.server.secret.SecretBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The certificate authority in the data folder, and the server certificate that it signs. Private
 * keys lie there sealed.
 */
public final class IssuedCertificates {
  /** A server certificate with less time left than this is made anew. */
  static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

  private static final String SERVER_KEY = "the server certificate's private key";

  private final AuthorityFiles authorityFiles;
  private final Path serverFile;
  private final Path serverKeyFile;
  private final SecretBox box;
  private final Clock clock;
  private final SecureRandom random;

  public IssuedCertificates(Path folder, SecretBox box, Clock clock, SecureRandom random) {
    authorityFiles =
        new AuthorityFiles(
            folder,
            "ca",
            "the certificate authority's private key",
            "every client must be given it",
            box);
    serverFile = folder.resolve("server.pem");
    serverKeyFile = folder.resolve("server.key.sealed");
    this.box = box;
    this.clock = clock;
    this.random = random;
  }

  /** What clients must trust; there after the first {@link #identityFor}. */
  public Path caFile() {
    return authorityFiles.certificateFile();
  }

  /** The certificate for these hosts: the one from before, or a new one when that does not fit. */
  public TlsIdentity identityFor(HostNames names) {
    try {
      Instant now = clock.instant();
      CertificateAuthority authority =
          authorityFiles.openOrMake(now, () -> CertificateAuthority.forServers(now, random));
      Optional<TlsIdentity> before = serverIdentity().filter(id -> fits(id, names, authority));
      if (before.isPresent()) {
        return before.get();
      }
      TlsIdentity issued = authority.issue(names, now, random);
      AuthorityFiles.write(serverKeyFile, box.sealText(issued.keyPem(), SERVER_KEY));
      AuthorityFiles.write(serverFile, utf8(issued.chainPem()));
      return issued;
    } catch (IOException e) {
      throw new TlsProblem("The certificates in the data folder: " + e, e);
    }
  }

  private Optional<TlsIdentity> serverIdentity() throws IOException {
    if (!Files.exists(serverFile) || !Files.exists(serverKeyFile)) {
      return Optional.empty();
    }
    var chain = Pem.readCertificates(Files.readString(serverFile), serverFile.toString());
    return Optional.of(new TlsIdentity(chain, serverKey()));
  }

  private boolean fits(TlsIdentity identity, HostNames names, CertificateAuthority authority) {
    Instant renewal = identity.leaf().getNotAfter().toInstant().minus(RENEW_BEFORE_END);
    return identity.names().equals(names)
        && clock.instant().isBefore(renewal)
        && authority.signed(identity.leaf())
        && identity.keyBelongs();
  }

  private PrivateKey serverKey() throws IOException {
    String pem = box.openText(Files.readAllBytes(serverKeyFile), SERVER_KEY);
    return Pem.readPrivateKey(pem, serverKeyFile.toString());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
