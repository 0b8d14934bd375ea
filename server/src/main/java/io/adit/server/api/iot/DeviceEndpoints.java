package io.adit.server.api.iot;

import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where devices find the server.
 *
 * @param publicName the host that the operator named; null: the one that the caller used, since it
 *     leads here too
 * @param mqttPort the port of the gateway
 */
public record DeviceEndpoints(@Nullable String publicName, IntSupplier mqttPort) {
  private static final int HTTPS = 443;

  String host(String hostHeader) {
    return publicName == null ? hostOf(hostHeader) : publicName;
  }

  /** Host and port of the tunnels: the port is the one that the caller used. */
  String tunnels(String hostHeader) {
    return inUrl(host(hostHeader)) + ":" + portOf(hostHeader);
  }

  /** Host and port of the gateway. */
  String mqtt(String hostHeader) {
    return inUrl(host(hostHeader)) + ":" + mqttPort.getAsInt();
  }

  private static String hostOf(String header) {
    if (header.startsWith("[")) {
      return header.substring(1, Math.max(1, header.indexOf(']')));
    }
    int colon = header.lastIndexOf(':');
    return colon < 0 ? header : header.substring(0, colon);
  }

  private static int portOf(String header) {
    int colon = header.lastIndexOf(':');
    String port = colon < header.indexOf(']') ? "" : header.substring(colon + 1);
    return colon >= 0 && port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : HTTPS;
  }

  private static String inUrl(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }
}
