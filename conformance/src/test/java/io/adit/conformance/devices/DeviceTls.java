package io.adit.conformance.devices;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** Makes connections on which devices show their certificates, and trust a server's authority. */
public final class DeviceTls {
  private final TrustManager[] trusted;

  public DeviceTls(AditProcess server) {
    this.trusted = AwsSdk.trusting(server.caBundle());
  }

  public SSLSocketFactory of(Authority.Identity identity) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new Always(identity)}, trusted, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("no TLS here", e);
    }
  }

  /** Shows its certificate whatever authorities the server names, as devices' libraries do. */
  private record Always(Authority.Identity identity) implements X509KeyManager {
    @Override
    public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket socket) {
      return "device";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {identity.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
