package io.adit.server.gateway;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out during the TLS handshake whose certificate was shown, and leaves that in the session. A
 * certificate of no accepted authority ends the handshake; one that is known but not in use does
 * not, so that its device can be told why in the answer to its CONNECT. Called on the threads of
 * the TLS handshakes, which may block.
 */
final class DeviceTrustManager extends X509ExtendedTrustManager {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceTrustManager.class);
  private static final String FINDING = "io.adit.device";

  /**
   * @param atNanos when, so that a session that was resumed later does not count
   */
  private record Finding(Devices.Identity identity, long atNanos) {}

  private final Devices devices;
  private final long goodForNanos;

  /**
   * @param goodFor how long a finding counts: as long as a connection may take to come to CONNECT
   */
  DeviceTrustManager(Devices devices, Duration goodFor) {
    this.devices = devices;
    this.goodForNanos = goodFor.toNanos();
  }

  /** What the handshake found out; empty where it was not a full one. */
  Optional<Devices.Identity> identity(SSLSession session) {
    return session.getValue(FINDING) instanceof Finding finding
            && System.nanoTime() - finding.atNanos() <= goodForNanos
        ? Optional.of(finding.identity())
        : Optional.empty();
  }

  /** Asks anew; blocks. */
  Devices.Identity identify(SSLSession session) {
    try {
      return devices.identify((X509Certificate) session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return new Devices.Identity.Refused("The connection has no client certificate");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      devices.requireTrusted(List.of(chain));
      var finding = new Finding(devices.identify(chain[0]), System.nanoTime());
      engine.getHandshakeSession().putValue(FINDING, finding);
    } catch (RuntimeException e) {
      LOG.error("A device's certificate could not be looked up; the device is turned away", e);
      throw new CertificateException("The certificate cannot be looked up now", e);
    }
  }

  /** None is named to the device: the list changes, and it has one certificate anyway. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw new UnsupportedOperationException("The gateway has engines only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    throw new UnsupportedOperationException("The gateway has engines only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw new UnsupportedOperationException("The gateway connects to nobody");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    throw new UnsupportedOperationException("The gateway connects to nobody");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    throw new UnsupportedOperationException("The gateway connects to nobody");
  }
}
