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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for loopback and a client that trusts it. */
public final class TestTls {
  private final TlsIdentity identity;
  private final SSLContext client;
  private final TrustManager[] trust;

  /** Makes a new authority in this folder. */
  public TestTls(Path folder) {
    var random = new SecureRandom();
    var certificates =
        new IssuedCertificates(
            folder, new SecretBox(folder.resolve("secret.key"), random), Clock.systemUTC(), random);
    this.identity = certificates.identityFor(HostNames.of(List.of("localhost", "127.0.0.1")));
    this.trust = trusting(certificates.caFile());
    this.client = client(trust);
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

  /** For a client that shows a certificate of its own. */
  public TrustManager[] trustManagers() {
    return trust.clone();
  }

  private static TrustManager[] trusting(Path caFile) {
    try (InputStream pem = Files.newInputStream(caFile)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no test client without its authority", e);
    }
  }

  private static SSLContext client(TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no test client without TLS", e);
    }
  }
}
