package io.adit.server;

import io.adit.server.http.TlsMaterial;
import io.adit.server.tls.TlsIdentity;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether there is a newer certificate, and serves that from then on: at once when the
 * operator put new files in place, and every hour, because the end of one that Adit makes may have
 * come near. Connections that are there keep theirs.
 */
final class CertificateRenewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);
  private static final Duration INTERVAL = Duration.ofHours(1);

  /** Two files' facts are all that is read so often. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final ServerCertificate certificate;
  private final List<Port> ports;
  private final CountDownLatch closed = new CountDownLatch(1);

  // Both of the one thread.
  private X509Certificate served;
  private String seen;

  /** What shows the certificate. */
  interface Port {
    void reload(TlsMaterial material) throws IOException;
  }

  private CertificateRenewal(
      ServerCertificate certificate, List<Port> ports, X509Certificate served) {
    this.certificate = certificate;
    this.ports = List.copyOf(ports);
    this.served = served;
    this.seen = certificate.stamp();
    certificate.onServed(served);
  }

  static CertificateRenewal start(
      ServerCertificate certificate, List<Port> ports, X509Certificate served) {
    var renewal = new CertificateRenewal(certificate, ports, served);
    Thread.ofVirtual().name("certificate-renewal").start(renewal::run);
    return renewal;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void run() {
    try {
      long last = System.nanoTime();
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        String stamp = certificate.stamp();
        if (!stamp.equals(seen) || System.nanoTime() - last > INTERVAL.toNanos()) {
          // First: files that change meanwhile are looked at again.
          seen = stamp;
          last = System.nanoTime();
          renew();
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; then it ends like closed.
    }
  }

  private void renew() {
    try {
      TlsIdentity identity = certificate.identity();
      if (!identity.leaf().equals(served)) {
        for (Port port : ports) {
          port.reload(new TlsMaterial(identity.chainPem(), identity.keyPem()));
        }
        served = identity.leaf();
        certificate.onServed(served);
        LOG.info("New certificate, good until {}", served.getNotAfter().toInstant());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The certificate good until {} stays, since there is no newer: {}",
          served.getNotAfter().toInstant(),
          e.getMessage());
    }
  }
}
