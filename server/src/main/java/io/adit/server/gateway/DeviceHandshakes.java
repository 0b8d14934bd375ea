package io.adit.server.gateway;

import io.adit.server.http.RefusalLog;
import io.adit.server.thing.DeviceIdentity;
import io.adit.server.thing.DeviceRegistry;
import io.adit.server.traffic.DeviceListener;
import io.adit.wire.PlainText;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.CertificateVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out in the TLS handshake whose certificate was shown, and leaves that in the session. A
 * certificate of no accepted authority ends the handshake; one that is known but not in use does
 * not, so that its device learns from the answer to its CONNECT that trying again is of no use.
 * Called on the threads of the handshakes, which may block.
 */
final class DeviceHandshakes extends X509ExtendedTrustManager {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceHandshakes.class);
  private static final String FINDING = "io.adit.device";
  private static final String OF_NO_AUTHORITY = "The certificate is of no accepted authority";
  private static final int MOST_BYTES_SHOWN = 200;

  /** Whose certificate it was at a time, in nanoseconds of this process. */
  record Finding(DeviceIdentity identity, long atNanos) {}

  private final DeviceRegistry registry;
  private final X509ExtendedTrustManager authorities;
  private final long goodForNanos;
  private final RefusalLog refusals;
  private final DeviceListener listener;

  /**
   * @param goodFor how long a finding counts: as long as a connection may take to come to CONNECT
   */
  DeviceHandshakes(
      DeviceRegistry registry, Duration goodFor, RefusalLog refusals, DeviceListener listener) {
    this.registry = registry;
    this.authorities = registry.trust().trustManager();
    this.goodForNanos = goodFor.toNanos();
    this.refusals = refusals;
    this.listener = listener;
  }

  /** What the handshake found out; empty where that was another connection's, long ago. */
  Optional<Finding> finding(SSLSession session) {
    return session.getValue(FINDING) instanceof Finding finding
            && System.nanoTime() - finding.atNanos() <= goodForNanos
        ? Optional.of(finding)
        : Optional.empty();
  }

  /** Asks anew; blocks. Empty where no certificate was shown, or nothing can be found out. */
  Optional<Finding> findAnew(SSLSession session) {
    try {
      return Optional.of(find((X509Certificate) session.getPeerCertificates()[0]));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.error("A device's certificate could not be looked up; the device is turned away", e);
      return Optional.empty();
    }
  }

  /** Whether the certificate of one who was let in has expired since. */
  boolean isOver(DeviceIdentity.Known known) {
    return registry.identities().isOver(known);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      authorities.checkClientTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      refusals.add(
          "The certificate '%s', shown from %s, is turned away: %s"
              .formatted(subject(chain), engine.getPeerHost(), e.getMessage()));
      listener.onRefused(
          null,
          String.valueOf(engine.getPeerHost()),
          OF_NO_AUTHORITY,
          "'%s': %s".formatted(subject(chain), e.getMessage()));
      throw forAlert(e, engine);
    }
    try {
      engine.getHandshakeSession().putValue(FINDING, find(chain[0]));
    } catch (RuntimeException e) {
      LOG.error("A device's certificate could not be looked up; the device is turned away", e);
      throw new CertificateException("it cannot be looked up now", e);
    }
  }

  private static String subject(X509Certificate[] chain) {
    return chain.length == 0
        ? ""
        : PlainText.of(chain[0].getSubjectX500Principal().getName(), MOST_BYTES_SHOWN);
  }

  /** BoringSSL tells the device of an internal error unless it is told another reason. */
  private static CertificateException forAlert(CertificateException e, SSLEngine engine) {
    return engine instanceof ReferenceCountedOpenSslEngine
        ? new OpenSslCertificateException(e, CertificateVerifier.X509_V_ERR_CERT_UNTRUSTED)
        : e;
  }

  private Finding find(X509Certificate certificate) {
    long now = System.nanoTime(); // before: what ends meanwhile is later
    return new Finding(registry.identities().identify(certificate), now);
  }

  /** None is named to the device: the list changes, and it has one certificate anyway. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("the gateway has engines only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("the gateway has engines only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    authorities.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    authorities.checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    authorities.checkServerTrusted(chain, authType);
  }
}
