package io.adit.peer;

import io.adit.peer.link.CertificateAuthorities;
import java.io.IOException;
import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** The test authority's, but whoever looks at its key finds that a class is missing. */
@SuppressWarnings("deprecation") // the methods have to be there
final class BrokenCertificate extends X509Certificate {
  private static final long serialVersionUID = 1L;

  private final transient X509Certificate whole;

  BrokenCertificate() {
    try {
      this.whole =
          new CertificateAuthorities()
              .add(Resources.path("authority.pem"))
              .trust()
              .certificates()
              .getFirst();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public PublicKey getPublicKey() {
    throw new NoClassDefFoundError("io/adit/Missing");
  }

  @Override
  public void verify(PublicKey key) {
    throw new NoClassDefFoundError("io/adit/Missing");
  }

  @Override
  public void verify(PublicKey key, String provider) {
    throw new NoClassDefFoundError("io/adit/Missing");
  }

  @Override
  public void checkValidity() throws CertificateExpiredException, CertificateNotYetValidException {
    whole.checkValidity();
  }

  @Override
  public void checkValidity(Date date)
      throws CertificateExpiredException, CertificateNotYetValidException {
    whole.checkValidity(date);
  }

  @Override
  public int getVersion() {
    return whole.getVersion();
  }

  @Override
  public BigInteger getSerialNumber() {
    return whole.getSerialNumber();
  }

  @Override
  public Principal getIssuerDN() {
    return whole.getIssuerDN();
  }

  @Override
  public Principal getSubjectDN() {
    return whole.getSubjectDN();
  }

  @Override
  public X500Principal getSubjectX500Principal() {
    return whole.getSubjectX500Principal();
  }

  @Override
  public X500Principal getIssuerX500Principal() {
    return whole.getIssuerX500Principal();
  }

  @Override
  public Date getNotBefore() {
    return whole.getNotBefore();
  }

  @Override
  public Date getNotAfter() {
    return whole.getNotAfter();
  }

  @Override
  public byte[] getTBSCertificate() throws CertificateEncodingException {
    return whole.getTBSCertificate();
  }

  @Override
  public byte[] getSignature() {
    return whole.getSignature();
  }

  @Override
  public String getSigAlgName() {
    return whole.getSigAlgName();
  }

  @Override
  public String getSigAlgOID() {
    return whole.getSigAlgOID();
  }

  @Override
  public byte @Nullable [] getSigAlgParams() {
    return whole.getSigAlgParams();
  }

  @Override
  public boolean @Nullable [] getIssuerUniqueID() {
    return whole.getIssuerUniqueID();
  }

  @Override
  public boolean @Nullable [] getSubjectUniqueID() {
    return whole.getSubjectUniqueID();
  }

  @Override
  public boolean @Nullable [] getKeyUsage() {
    return whole.getKeyUsage();
  }

  @Override
  public int getBasicConstraints() {
    return whole.getBasicConstraints();
  }

  @Override
  public byte[] getEncoded() throws CertificateEncodingException {
    return whole.getEncoded();
  }

  @Override
  public String toString() {
    return whole.toString();
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    return whole.hasUnsupportedCriticalExtension();
  }

  @Override
  public @Nullable Set<String> getCriticalExtensionOIDs() {
    return whole.getCriticalExtensionOIDs();
  }

  @Override
  public @Nullable Set<String> getNonCriticalExtensionOIDs() {
    return whole.getNonCriticalExtensionOIDs();
  }

  @Override
  public byte @Nullable [] getExtensionValue(String oid) {
    return whole.getExtensionValue(oid);
  }
}
