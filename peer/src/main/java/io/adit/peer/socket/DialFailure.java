package io.adit.peer.socket;

import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says in words why an endpoint could not be reached, and where it helps, what to do about it. */
final class DialFailure {
  private DialFailure() {}

  static DialException of(Endpoint endpoint, Throwable cause) {
    if (cause instanceof DialException said) {
      return said;
    }
    return new DialException(endpoint + " " + reason(endpoint, cause), cause);
  }

  private static String reason(Endpoint endpoint, Throwable cause) {
    if (Causes.find(cause, SSLException.class) != null) {
      return tlsReason(endpoint, cause);
    }
    if (cause instanceof UnknownHostException) {
      return "has an unknown host name";
    }
    if (cause instanceof NoRouteToHostException) {
      return "has no route to it";
    }
    String text = Causes.deepestText(cause);
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("refused")) {
      return "refused";
    }
    if (lower.contains("timed out") || lower.contains("timeout")) {
      return "did not answer in time";
    }
    if (lower.contains("no such file")) {
      return "does not exist";
    }
    return "failed: " + text;
  }

  private static String tlsReason(Endpoint endpoint, Throwable cause) {
    if (Causes.find(cause, CertificateExpiredException.class) != null) {
      return "has a certificate that is expired; check both clocks, then renew the certificate";
    }
    if (Causes.find(cause, CertPathBuilderException.class) != null
        || Causes.find(cause, CertPathValidatorException.class) != null) {
      return "has a certificate that is not trusted; give the certificate of its authority with"
          + " -c (--capath) or the variable SSL_CERT_FILE";
    }
    CertificateException certificate = Causes.find(cause, CertificateException.class);
    if (certificate != null) {
      return "has a certificate that does not fit: "
          + certificate.getMessage()
          + "; connect by a name that the certificate holds";
    }
    String text = Causes.deepestText(cause);
    if (text.contains("not an SSL/TLS record")) {
      return "does not speak TLS; is " + endpoint + " the right port?";
    }
    return "failed in the TLS handshake: " + text;
  }
}
