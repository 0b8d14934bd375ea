package io.adit.server.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A request for a certificate (PKCS #10) that was signed with the key that it names. Whatever else
 * it asks for is passed over.
 */
public record SigningRequest(X500Principal subject, PublicKey key) {

  /**
   * Reads the first request in a PEM text.
   *
   * @throws TlsProblem in words for its sender, to be read after "the certificate signing request"
   */
  public static SigningRequest parse(String pem) {
    try {
      for (Object object : Pem.objects(pem)) {
        if (object instanceof PKCS10CertificationRequest request) {
          return verified(new JcaPKCS10CertificationRequest(request));
        }
      }
    } catch (IOException e) {
      throw new TlsProblem("cannot be read: it is damaged", e);
    }
    throw new TlsProblem("is not in PEM form (BEGIN CERTIFICATE REQUEST)");
  }

  private static SigningRequest verified(JcaPKCS10CertificationRequest request) throws IOException {
    PublicKey key = key(request);
    KeyStrength.problem(key)
        .ifPresent(problem -> {
          throw new TlsProblem("has a key that " + problem);
        });
    try {
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw new TlsProblem("was not signed with the key that it names");
      }
    } catch (OperatorCreationException | PKCSException e) {
      throw new TlsProblem("has a signature that cannot be checked", e);
    }
    return new SigningRequest(new X500Principal(request.getSubject().getEncoded()), key);
  }

  private static PublicKey key(JcaPKCS10CertificationRequest request) {
    try {
      return request.getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new TlsProblem(
          "has a key of a kind that Adit does not know; make it RSA with at least 2048 bits, or of the curve P-256",
          e);
    }
  }
}
