package io.adit.server.gateway;

import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlDeviceCertificates;
import io.adit.server.store.SqlThings;
import io.adit.server.thing.DeviceCertificate;
import io.adit.server.thing.DeviceRegistry;
import io.adit.server.thing.Thing;
import io.adit.server.tls.DeviceSigner;
import io.adit.server.tls.Pem;
import java.io.IOException;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** Things with certificates, registered as an operator would register them. */
final class TestDevices {

  /** A device's certificate and its key. */
  record Identity(X509Certificate certificate, PrivateKey key) {
    String certificateId() {
      return DeviceCertificate.idOf(certificate);
    }

    /** For a client that shows it, if it is not null. */
    static SSLContext context(@Nullable Identity identity, TrustManager[] trust) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = identity == null ? null : new KeyManager[] {new Always(identity)};
        context.init(keys, trust, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final DeviceRegistry registry;
  private volatile Duration later = Duration.ZERO;

  TestDevices(Path folder, Database database) {
    var random = new SecureRandom();
    var box = new SecretBox(folder.resolve("secret.key"), random);
    this.registry =
        new DeviceRegistry(
            new SqlThings(database),
            new SqlDeviceCertificates(database),
            DeviceSigner.open(folder, box, Clock.systemUTC(), random),
            () -> Clock.systemUTC().instant().plus(later),
            random);
  }

  /** For the registry, so much time has passed. */
  void pass(Duration time) {
    later = later.plus(time);
  }

  DeviceRegistry registry() {
    return registry;
  }

  /** A thing of this name, if there is none, and another certificate for it. */
  Identity add(String thingName) {
    Identity identity = issue(thingName);
    attach(identity, thingName);
    return identity;
  }

  /** A certificate that is attached to nothing. */
  Identity issue(String commonName) {
    KeyPair pair = newKeyPair();
    DeviceCertificate certificate =
        registry.certificates().issue(signingRequest(commonName, pair), true);
    return new Identity(
        Pem.readCertificates(certificate.pem(), "the new certificate").getFirst(),
        pair.getPrivate());
  }

  void attach(Identity identity, String thingName) {
    registry.things().create(new Thing.Draft(thingName, null, Map.of()));
    registry.things().attach(thingName, identity.certificateId(), false);
  }

  void set(Identity identity, DeviceCertificate.Status status) {
    registry.certificates().setStatus(identity.certificateId(), status);
  }

  private static String signingRequest(String commonName, KeyPair pair) {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      pem.writeObject(
          new JcaPKCS10CertificationRequestBuilder(
                  new X500Principal("CN=" + commonName), pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static KeyPair newKeyPair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Shows its certificate whatever authorities the server names, as devices' libraries do. */
  private static final class Always extends X509ExtendedKeyManager {
    private final Identity identity;

    Always(Identity identity) {
      this.identity = identity;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "device";
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
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
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"device"};
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
