package io.adit.server.gateway;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Devices' certificates of one authority, whose common name is the thing's name. */
final class KnownDevices implements Devices {
  final DeviceAuthority authority = new DeviceAuthority();
  final AtomicInteger lookups = new AtomicInteger();
  private final Map<String, String> things = new ConcurrentHashMap<>();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  DeviceAuthority.Identity add(String thingName) {
    DeviceAuthority.Identity identity = authority.issue(thingName);
    things.put(id(identity.certificate()), thingName);
    return identity;
  }

  void revoke(DeviceAuthority.Identity identity) {
    revoked.add(id(identity.certificate()));
  }

  @Override
  public void requireTrusted(List<X509Certificate> chain) throws CertificateException {
    authority.require(chain);
  }

  @Override
  public Identity identify(X509Certificate certificate) {
    lookups.incrementAndGet();
    String id = id(certificate);
    String thing = things.get(id);
    if (thing == null) {
      return new Identity.Refused("The certificate is not registered");
    }
    return revoked.contains(id)
        ? new Identity.Refused("The certificate is revoked")
        : new Identity.Known(thing, id);
  }

  static String id(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
