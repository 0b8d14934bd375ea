package io.adit.cli.ssh;

import io.adit.cli.reach.ThingName;
import java.util.List;
import java.util.stream.Stream;

/**
 * The options that lead one of OpenSSH's programs to the port of a tunnel. It knows the device by
 * {@code THING.adit}, as plain ssh does with the lines of {@code adit ssh-config}, so that its keys
 * are known either way, and cannot be taken for those of a host of the same name.
 */
final class Wiring {
  private Wiring() {}

  /** What nothing may change; for ssh the first word on something counts. */
  static List<String> before(int port) {
    return options(
        "HostName=127.0.0.1",
        "Port=" + port,
        "ProxyCommand=none",
        // That it is this machine's address says nothing about who is behind it.
        "NoHostAuthenticationForLocalhost=no",
        "CheckHostIP=no");
  }

  /** What the user's own options come before, but the user's files do not. */
  static List<String> after(String thing) {
    return options(
        "HostKeyAlias=" + thing + ThingName.HOST_SUFFIX,
        // A shared connection would outlive the tunnel, or belong to another device.
        "ControlMaster=no",
        "ControlPath=none");
  }

  private static List<String> options(String... options) {
    return Stream.of(options).flatMap(option -> Stream.of("-o", option)).toList();
  }
}
