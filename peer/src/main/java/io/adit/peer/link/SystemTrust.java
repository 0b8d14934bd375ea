package io.adit.peer.link;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Believes those that the given authorities vouch for. The operating system's are read, once, when
 * somebody comes for whom none of these does. For any thread.
 */
final class SystemTrust extends X509ExtendedTrustManager {
  private final List<X509Certificate> given;

  /** Null where none is given: Java has no trust in nobody. */
  private final @Nullable X509ExtendedTrustManager first;

  private @Nullable X509ExtendedTrustManager all;

  SystemTrust(List<X509Certificate> given) {
    this.given = given;
    this.first = given.isEmpty() ? null : RelayTrust.trusting(given);
  }

  /** One of the ways to ask a trust manager. */
  @FunctionalInterface
  private interface Question {
    void ask(X509ExtendedTrustManager trust) throws CertificateException;
  }

  private void ask(Question question) throws CertificateException {
    if (first == null) {
      question.ask(all());
      return;
    }
    try {
      question.ask(first);
    } catch (CertificateException e) {
      // What was wrong may be found out again, in words that count for all authorities.
      question.ask(all());
    }
  }

  private synchronized X509ExtendedTrustManager all() throws CertificateException {
    X509ExtendedTrustManager its = all;
    if (its == null) {
      Set<X509Certificate> authorities = new LinkedHashSet<>(given);
      try {
        authorities.addAll(CertificateAuthorities.system());
      } catch (IOException e) {
        throw new CertificateException("the system's authorities: " + e.getMessage(), e);
      }
      its = RelayTrust.trusting(authorities);
      all = its;
    }
    return its;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    ask(trust -> trust.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    ask(trust -> trust.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    ask(trust -> trust.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    ask(trust -> trust.checkClientTrusted(chain, authType));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    ask(trust -> trust.checkClientTrusted(chain, authType, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    ask(trust -> trust.checkClientTrusted(chain, authType, engine));
  }

  /** Only servers tell these, and no relay's client is one. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return given.toArray(X509Certificate[]::new);
  }
}
