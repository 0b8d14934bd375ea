package io.adit.server.thing;

import io.adit.server.tls.Pem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate in the registry.
 *
 * @param certificateId the SHA-256 of its DER form in lower-case hex, as AWS has it
 * @param pem the certificate itself
 * @param authorityId the registered authority that signed it; null: Adit's own
 */
public record DeviceCertificate(
    String certificateId,
    String pem,
    Status status,
    @Nullable String authorityId,
    Instant notBefore,
    Instant notAfter,
    Instant createdAt,
    Instant lastUpdatedAt) {

  /** Whether a certificate lets its device in. */
  public enum Status {
    ACTIVE,
    INACTIVE,
    /** For good. */
    REVOKED
  }

  static DeviceCertificate of(
      X509Certificate certificate, Status status, @Nullable String authorityId, Instant now) {
    return new DeviceCertificate(
        idOf(certificate),
        Pem.certificates(List.of(certificate)),
        status,
        authorityId,
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        now,
        now);
  }

  DeviceCertificate with(Status other, Instant now) {
    return new DeviceCertificate(
        certificateId, pem, other, authorityId, notBefore, notAfter, createdAt, now);
  }

  /** The id that a certificate has, whether it is registered or not. */
  public static String idOf(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that cannot be encoded", e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
