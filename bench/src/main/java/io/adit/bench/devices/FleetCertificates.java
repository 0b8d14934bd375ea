package io.adit.bench.devices;

import io.adit.bench.process.SigningAuthority;
import java.net.Socket;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * An authority and a certificate for each of many devices, all with one key. An engine shows that
 * of the device whose name it was made with as its peer's host.
 */
final class FleetCertificates extends X509ExtendedKeyManager {
  private final SigningAuthority authority = new SigningAuthority();
  private final KeyPair deviceKeys = SigningAuthority.newKeys();
  private final X509Certificate[] devices;

  FleetCertificates(int count) {
    devices =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i ->
                authority.sign(i + 1, new X500Principal("CN=" + name(i)), deviceKeys.getPublic()))
            .toArray(X509Certificate[]::new);
  }

  /** The thing that a device is. */
  static String name(int device) {
    return "device-" + device;
  }

  private static int device(String name) {
    return Integer.parseInt(name.substring(name.indexOf('-') + 1));
  }

  String authorityPem() {
    return authority.certificatePem();
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return engine.getPeerHost();
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {devices[device(alias)]};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return deviceKeys.getPrivate();
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
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
