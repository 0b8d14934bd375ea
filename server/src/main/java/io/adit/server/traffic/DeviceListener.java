package io.adit.server.traffic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears of devices' comings and goings; on event loops too, so it must not block or throw. */
public interface DeviceListener {
  /** Hears nothing. */
  DeviceListener NONE = new DeviceListener() {};

  /** A device has shown its certificate, and was let in. */
  default void onConnected(Device device) {}

  default void onDisconnected(Device device, Duration took, String why) {}

  /**
   * A device was not let in.
   *
   * @param certificateId null: it came to none that is known
   * @param address with or without a port
   * @param kind the same words for all that is refused for the same reason
   * @param reason for the operator
   */
  default void onRefused(
      @Nullable String certificateId, String address, String kind, String reason) {}
}
