package io.adit.conformance.devices;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** Makes connections on which devices show their certificates, and trust a server's authority. */
public final class DeviceTls {
  private static final char[] NO_PASSWORD = {};

  private final TrustManager[] trusted;

  public DeviceTls(AditProcess server) {
    this.trusted = AwsSdk.trusting(server.caBundle());
  }

  public SSLSocketFactory of(Authority.Identity identity) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry(
          "device", identity.key(), NO_PASSWORD, new Certificate[] {identity.certificate()});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trusted, null);
      return context.getSocketFactory();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("no TLS here", e);
    }
  }
}
