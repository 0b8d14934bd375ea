package io.adit.server.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/** A certificate with its chain, leaf first, and its private key. */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] PROBE = {'a', 'd', 'i', 't'};

  public TlsIdentity {
    chain = List.copyOf(chain);
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** The hosts that the certificate is good for. */
  public HostNames names() {
    return HostNames.of(leaf());
  }

  /**
   * Whether the chain ends in a certificate that signed itself: clients must be told to trust it.
   */
  public boolean endsInOwnRoot() {
    X509Certificate last = chain.getLast();
    return last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
  }

  /** Whether the key is the certificate's. */
  boolean keyBelongs() {
    try {
      var signer = Signature.getInstance(signatureAlgorithm());
      signer.initSign(key);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      signer.initVerify(leaf().getPublicKey());
      signer.update(PROBE);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private String signatureAlgorithm() {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  public String chainPem() {
    return Pem.certificates(chain);
  }

  public String keyPem() {
    return Pem.privateKey(key);
  }
}
