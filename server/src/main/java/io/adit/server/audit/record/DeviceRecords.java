package io.adit.server.audit.record;

import io.adit.server.audit.AuditLog;
import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.traffic.Device;
import io.adit.server.traffic.DeviceListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records which devices come and go at the MQTT port, and who is refused there. Never waits. A
 * device that comes and goes all the time is only counted after a few times, so that it cannot fill
 * the log.
 */
public final class DeviceRecords implements DeviceListener {
  private final AuditLog log;
  private final InstantSource clock;

  public DeviceRecords(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void onConnected(Device device) {
    log.offerOfDevice(of(AuditEvent.DEVICE_CONNECTED, device), device.certificateId());
  }

  @Override
  public void onDisconnected(Device device, Duration took, String why) {
    log.offerOfDevice(
        of(AuditEvent.DEVICE_DISCONNECTED, device)
            .with("micros", TimeUnit.NANOSECONDS.toMicros(took.toNanos()))
            .with("reason", why),
        device.certificateId());
  }

  @Override
  public void onRefused(
      @Nullable String certificateId, String address, String kind, String reason) {
    log.offerOfStranger(
        new AuditEntry(clock.instant(), AuditEvent.DEVICE_REFUSED)
            .with("certificateId", certificateId)
            .with("address", address)
            .with("error", kind)
            .with("reason", reason.equals(kind) ? null : reason),
        address);
  }

  private AuditEntry of(AuditEvent event, Device device) {
    return new AuditEntry(clock.instant(), event)
        .with("thing", device.thing())
        .with("certificateId", device.certificateId())
        .with("clientId", device.clientId())
        .with("address", device.address())
        .with("protocol", device.protocol());
  }
}
