package io.adit.server;

import io.adit.server.ServerOptions.Certificates;
import io.adit.server.tls.GivenCertificates;
import io.adit.server.tls.HostNames;
import io.adit.server.tls.IssuedCertificates;
import io.adit.server.tls.LocalHostNames;
import io.adit.server.tls.TlsIdentity;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificate that the server shows now: the operator's, or one that Adit issues. */
final class ServerCertificate {
  private final IssuedCertificates issued;
  private final @Nullable GivenCertificates given;
  private final HostNames names;
  private final InstantSource clock;
  private volatile @Nullable X509Certificate served;

  ServerCertificate(IssuedCertificates issued, ServerOptions options, InstantSource clock) {
    Certificates certificates = options.certificates();
    this.issued = issued;
    this.given = certificates.given();
    this.names = HostNames.of(wantedNames(certificates, options.listener().bind()));
    this.clock = clock;
  }

  /** Read, or made, anew at each call. */
  TlsIdentity identity() {
    return given == null ? issued.identityFor(names) : given.identity(clock.instant());
  }

  /** From now on ports show this one. */
  void onServed(X509Certificate leaf) {
    served = leaf;
  }

  /** When the certificate that ports show ends. */
  Instant end() {
    X509Certificate leaf = served;
    return leaf == null ? Instant.MAX : leaf.getNotAfter().toInstant();
  }

  /** Something that is another when the operator's files are; the same for ever without any. */
  String stamp() {
    return given == null ? "" : given.stamp();
  }

  /** What clients must be told to trust; null where they know the authority anyway. */
  @Nullable Path trusted(TlsIdentity identity) {
    if (given == null) {
      return issued.caFile();
    }
    return identity.endsInOwnRoot() ? given.certificate().toAbsolutePath() : null;
  }

  private static List<String> wantedNames(Certificates certificates, String bind) {
    var wanted = new ArrayList<String>();
    if (certificates.given() == null) {
      wanted.addAll(LocalHostNames.find());
      wanted.addAll(certificates.publicNames());
      if (!EndpointHost.isWildcard(bind)) {
        wanted.add(bind);
      }
    }
    return wanted;
  }
}
