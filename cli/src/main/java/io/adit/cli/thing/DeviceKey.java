package io.adit.cli.thing;

import io.adit.server.tls.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A device's key, of the curve P-256, and the request for a certificate of it. */
final class DeviceKey {
  private final KeyPair keys;

  private DeviceKey(KeyPair keys) {
    this.keys = keys;
  }

  static DeviceKey create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new DeviceKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  /** The private key in PKCS #8, in PEM form. */
  String pem() {
    return Pem.privateKey(keys.getPrivate());
  }

  /** PKCS #10 in PEM form. */
  String signingRequest(String thingName) {
    try {
      var subject = new X500Principal("CN=" + thingName);
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return Pem.signingRequest(
          new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
              .build(signer)
              .getEncoded());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("every Java signs with P-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is read or written
    }
  }
}
