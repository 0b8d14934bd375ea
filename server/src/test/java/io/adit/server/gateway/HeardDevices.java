package io.adit.server.gateway;

import io.adit.server.traffic.Device;
import io.adit.server.traffic.DeviceListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what is told of devices, a line for each. */
final class HeardDevices implements DeviceListener {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void onConnected(Device device) {
    lines.add("came " + named(device));
  }

  @Override
  public void onDisconnected(Device device, Duration took, String why) {
    if (took.isNegative()) {
      throw new AssertionError(took);
    }
    lines.add("gone " + named(device) + ": " + why);
  }

  @Override
  public void onRefused(
      @Nullable String certificateId, String address, String kind, String reason) {
    lines.add(
        "refused %s from %s: %s (%s)"
            .formatted(certificateId, address.replaceAll(":\\d+$", ""), kind, reason));
  }

  private static String named(Device device) {
    return "%s as %s with %s from %s by %s"
        .formatted(
            device.thing(),
            device.clientId(),
            device.certificateId(),
            device.address().replaceAll(":\\d+$", ""),
            device.protocol());
  }
}
