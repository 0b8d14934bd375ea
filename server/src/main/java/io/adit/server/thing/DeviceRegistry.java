package io.adit.server.thing;

import io.adit.server.tls.DeviceSigner;
import java.security.SecureRandom;
import java.time.InstantSource;

/** All that is known of devices. For any thread; calls block on the store. */
public final class DeviceRegistry {
  private final ThingListeners listeners = new ThingListeners();
  private final Things things;
  private final DeviceTrust trust;
  private final DeviceCertificates certificates;
  private final DeviceIdentities identities;

  public DeviceRegistry(
      ThingStore things,
      CertificateStore certificates,
      DeviceSigner signer,
      InstantSource clock,
      SecureRandom random) {
    this.things = new Things(things, clock, random, listeners);
    this.trust = new DeviceTrust(signer, certificates, clock, listeners);
    this.certificates = new DeviceCertificates(certificates, signer, trust, clock, listeners);
    this.identities = new DeviceIdentities(certificates, this.things, trust, clock);
  }

  public Things things() {
    return things;
  }

  public DeviceCertificates certificates() {
    return certificates;
  }

  public DeviceTrust trust() {
    return trust;
  }

  public DeviceIdentities identities() {
    return identities;
  }

  public void addListener(ThingListener listener) {
    listeners.add(listener);
  }
}
