package io.adit.server.gateway;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What the gateway asks about devices' certificates. Calls may block. */
public interface Devices {

  /** Whose certificate it is. */
  sealed interface Identity {
    /** A thing's, and it is in use. */
    record Known(String thingName, String certificateId) implements Identity {}

    /** Nobody may use it; the reason is in words for the device's owner. */
    record Refused(String reason) implements Identity {}
  }

  /** Throws where no accepted authority stands behind it; the device's own certificate is first. */
  void requireTrusted(List<X509Certificate> chain) throws CertificateException;

  Identity identify(X509Certificate certificate);
}
