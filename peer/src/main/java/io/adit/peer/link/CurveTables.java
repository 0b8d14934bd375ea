package io.adit.peer.link;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java computes tables for an elliptic curve when it verifies the first signature on it: for P-256
 * that takes 60 ms, a fifth of a proxy's start. Made while the program gets ready for other
 * reasons, they are there when the relay shows its certificate.
 */
final class CurveTables {
  private static final Logger log = LoggerFactory.getLogger(CurveTables.class);

  private CurveTables() {}

  /** Has them made, on a thread of its own, for the curves on which these authorities sign. */
  static void makeFor(List<X509Certificate> authorities) {
    authorities.stream()
        .filter(each -> each.getPublicKey().getAlgorithm().equals("EC"))
        .findFirst()
        .ifPresent(
            each -> Thread.ofPlatform().name("curve-tables").daemon().start(() -> verify(each)));
  }

  /** Whether it holds does not matter: an authority that another one vouches for serves as well. */
  private static void verify(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    try {
      certificate.verify(key);
    } catch (GeneralSecurityException e) {
      log.debug("Not signed by itself: {}", certificate.getSubjectX500Principal());
    }
  }
}
