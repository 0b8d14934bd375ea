package io.adit.faults.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Connections to the server, which trust its authority. */
final class Transport {
  private static final int LIMIT_MILLIS = 10_000;

  private final int port;
  private final SSLContext context;

  Transport(Access access) {
    this.port = access.endpoint().getPort();
    this.context = trusting(access);
  }

  SSLContext context() {
    return context;
  }

  /** A TCP connection and the TLS on it, which is to be shaken hands on by its first write. */
  record Connection(Socket tcp, SSLSocket tls) {
    /** Ends without a word, as a network that goes. */
    void drop() {
      try {
        tcp.setSoLinger(true, 0);
        tcp.close();
      } catch (IOException e) {
        // It is closed all the same.
        return;
      }
    }
  }

  Connection connect() throws IOException {
    var tcp = new Socket();
    try {
      tcp.setTcpNoDelay(true);
      tcp.setSoTimeout(LIMIT_MILLIS);
      tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
      var tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", port, true);
      return new Connection(tcp, tls);
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
  }

  private static SSLContext trusting(Access access) {
    try (InputStream pem = Files.newInputStream(access.authority())) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "adit", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
