package io.adit.server.thing;

import io.adit.server.tls.KeyStrength;
import io.adit.wire.PlainText;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Whether an authority signed a device's certificate, and whether it is good at a moment. */
record IssuedBy(X509Certificate certificate, Instant now) {
  private static final int MOST_BYTES_SHOWN = 300;
  private static final String CLIENT = "1.3.6.1.5.5.7.3.2"; // RFC 5280, id-kp-clientAuth
  private static final String ANY = "2.5.29.37.0"; // RFC 5280, anyExtendedKeyUsage

  /** Whether this authority, and no other of its name, signed it. */
  boolean signed(X509Certificate authority) {
    if (!authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Checks all but the signature too, as RFC 5280 has it. */
  void require(X509Certificate authority) throws CertificateException {
    requireNone(timeProblem(certificate, now));
    requireNone(
        timeProblem(authority, now).map(problem -> "its authority's certificate " + problem));
    requireNone(KeyStrength.problem(certificate.getPublicKey()).map("its key "::concat));
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
      throw new CertificateException("it is signed with " + certificate.getSigAlgName());
    }
    requireForClients();
    requirePath(authority);
  }

  /** A name in a certificate, which somebody else chose, for a line of the log. */
  static String shown(X500Principal name) {
    return PlainText.of(name.toString(), MOST_BYTES_SHOWN);
  }

  /** What is wrong with the time, to be read after a name; empty: nothing. */
  static Optional<String> timeProblem(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    return now.isBefore(from)
        ? Optional.of("begins on " + from + " only")
        : now.isAfter(to) ? Optional.of("ended on " + to) : Optional.empty();
  }

  private static void requireNone(Optional<String> problem) throws CertificateException {
    if (problem.isPresent()) {
      throw new CertificateException(problem.get());
    }
  }

  private void requireForClients() throws CertificateException {
    @Nullable List<String> usages = certificate.getExtendedKeyUsage();
    if (usages != null && !usages.contains(CLIENT) && !usages.contains(ANY)) {
      throw new CertificateException("its extended key usage is not for clients");
    }
  }

  private void requirePath(X509Certificate authority) throws CertificateException {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
      parameters.setRevocationEnabled(false); // the registry says who is revoked
      parameters.setDate(Date.from(now));
      var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
    } catch (CertPathValidatorException e) {
      throw new CertificateException("it breaks a rule of RFC 5280: " + e.getMessage(), e);
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }
}
