package io.adit.conformance.devices;

import java.nio.file.Path;

/**
 * A thing that was registered, with its certificate and key as files.
 *
 * @param certificateId as the registry has it
 */
public record Thing(String name, Path certificate, Path key, String certificateId) {

  /** Where AWS announces a tunnel to a thing. */
  public static String topic(String name) {
    return "$aws/things/" + name + "/tunnels/notify";
  }

  public String topic() {
    return topic(name);
  }
}
