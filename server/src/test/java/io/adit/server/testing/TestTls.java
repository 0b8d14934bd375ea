package io.adit.server.testing;

import io.adit.server.http.TlsMaterial;
import io.adit.server.secret.SecretBox;
import io.adit.server.tls.HostNames;
import io.adit.server.tls.IssuedCertificates;
import io.adit.server.tls.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for loopback and a client that trusts it. */
public final class TestTls {
  private final TlsIdentity identity;
  private final SSLContext client;

  /** Makes a new authority in this folder. */
  public TestTls(Path folder) {
    var random = new SecureRandom();
    var certificates =
        new IssuedCertificates(
            folder, new SecretBox(folder.resolve("secret.key"), random), Clock.systemUTC(), random);
    this.identity = certificates.identityFor(HostNames.of(List.of("localhost", "127.0.0.1")));
    this.client = trusting(certificates.caFile());
  }

  public TlsMaterial material() {
    return new TlsMaterial(identity.chainPem(), identity.keyPem());
  }

  public TlsIdentity identity() {
    return identity;
  }

  public SSLContext client() {
    return client;
  }

  private static SSLContext trusting(Path caFile) {
    try (InputStream pem = Files.newInputStream(caFile)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no test client without its authority", e);
    }
  }
}
