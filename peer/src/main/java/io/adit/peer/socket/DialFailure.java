package io.adit.peer.socket;

import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

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
    if (find(cause, SSLException.class) != null) {
      return tlsReason(endpoint, cause);
    }
    if (cause instanceof UnknownHostException) {
      return "has an unknown host name";
    }
    if (cause instanceof NoRouteToHostException) {
      return "has no route to it";
    }
    String text = deepestText(cause);
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
    if (find(cause, CertificateExpiredException.class) != null) {
      return "has a certificate that is expired; check both clocks, then renew the certificate";
    }
    if (find(cause, CertPathBuilderException.class) != null
        || find(cause, CertPathValidatorException.class) != null) {
      return "has a certificate that is not trusted; give the certificate of its authority with"
          + " -c (--capath) or the variable SSL_CERT_FILE";
    }
    CertificateException certificate = find(cause, CertificateException.class);
    if (certificate != null) {
      return "has a certificate that does not fit: "
          + certificate.getMessage()
          + "; connect by a name that the certificate holds";
    }
    String text = deepestText(cause);
    if (text.contains("not an SSL/TLS record")) {
      return "does not speak TLS; is " + endpoint + " the right port?";
    }
    return "failed in the TLS handshake: " + text;
  }

  private static <T extends Throwable> @Nullable T find(Throwable cause, Class<T> type) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }

  private static String deepestText(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String text = deepest.getMessage();
    return text == null || text.isBlank() ? deepest.getClass().getSimpleName() : text;
  }
}
