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
 * Looks every hour whether there is a newer certificate, because its end came near or the operator
 * put new files in place, and serves that from then on.
 */
final class CertificateRenewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);
  private static final Duration INTERVAL = Duration.ofHours(1);

  private final ServerCertificate certificate;
  private final List<Port> ports;
  private final CountDownLatch closed = new CountDownLatch(1);
  private X509Certificate served; // of the one thread

  /** What shows the certificate. */
  interface Port {
    void reload(TlsMaterial material) throws IOException;
  }

  private CertificateRenewal(
      ServerCertificate certificate, List<Port> ports, X509Certificate served) {
    this.certificate = certificate;
    this.ports = List.copyOf(ports);
    this.served = served;
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
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts it; then it ends like closed.
    }
  }

  void renew() {
    try {
      TlsIdentity identity = certificate.identity();
      if (!identity.leaf().equals(served)) {
        for (Port port : ports) {
          port.reload(new TlsMaterial(identity.chainPem(), identity.keyPem()));
        }
        served = identity.leaf();
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
