package io.adit.peer.link;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificate the relay may show. */
public sealed interface RelayTrust {

  /**
   * One that these authorities vouch for, and that names the relay's host.
   *
   * @param alsoSystem whether the operating system's authorities may vouch for it too
   */
  record Authorities(List<X509Certificate> certificates, boolean alsoSystem) implements RelayTrust {
    public Authorities {
      certificates = List.copyOf(certificates);
    }
  }

  /** Any at all: whoever is on the way can read and change everything. */
  record Anyone() implements RelayTrust {}

  /** Begins, on another thread, what a first link would have to wait for. */
  default void prepare() {
    if (this instanceof Authorities authorities) {
      CurveTables.makeFor(authorities.certificates());
    }
  }

  /** The TLS options of a link under this trust. */
  default ClientSSLOptions sslOptions() {
    ClientSSLOptions options = new ClientSSLOptions();
    options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    return switch (this) {
      case Anyone _ -> options.setTrustAll(true).setHostnameVerificationAlgorithm("");
      case Authorities authorities ->
          options
              .setHostnameVerificationAlgorithm("HTTPS")
              .setTrustOptions(TrustOptions.wrap(trustManager(authorities)));
    };
  }

  /** Who verifies certificates; null for nobody. */
  default @Nullable TrustManager manager() {
    return switch (this) {
      case Anyone _ -> null;
      case Authorities authorities -> trustManager(authorities);
    };
  }

  private static TrustManager trustManager(Authorities authorities) {
    List<X509Certificate> given = authorities.certificates();
    return authorities.alsoSystem() ? new SystemTrust(given) : trusting(given);
  }

  /** Who believes those that these vouch for. */
  static X509ExtendedTrustManager trusting(Collection<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate certificate : authorities) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return List.of(factory.getTrustManagers()).stream()
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot keep certificates in memory: " + e.getMessage(), e);
    }
  }
}
