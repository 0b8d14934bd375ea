package io.adit.conformance.programs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;

/** An open tunnel with a proxy on each side, ready to be used through its source ports. */
public record ConnectedTunnel(
    OpenTunnelResponse opened,
    Map<String, Integer> sourcePorts,
    ProxyProcess source,
    ProxyProcess destination) {

  /**
   * Opens it and waits until the source proxy listens.
   *
   * @param devicePorts by service: where the destination proxy finds it
   */
  public static ConnectedTunnel open(
      Stage stage, AditProcess server, Map<String, Integer> devicePorts) {
    var services = new LinkedHashMap<>(devicePorts);
    var sourcePorts = new LinkedHashMap<String, Integer>();
    services.keySet().forEach(service -> sourcePorts.put(service, Ports.free()));
    try (var client = AwsSdk.client(server)) {
      var opened = open(client, List.copyOf(services.keySet()));
      var destination =
          ProxyProcess.launch(
              stage, server, opened.destinationAccessToken(), "-d", destinationMap(services));
      var source =
          ProxyProcess.launch(
              stage, server, opened.sourceAccessToken(), "-s", sourceMap(sourcePorts));
      destination.connected();
      source.connected();
      sourcePorts.values().forEach(source::listeningOn);
      return new ConnectedTunnel(opened, sourcePorts, source, destination);
    }
  }

  public static OpenTunnelResponse open(IoTSecureTunnelingClient client, List<String> services) {
    return client.openTunnel(open -> open.destinationConfig(to -> to.services(services)));
  }

  /** As {@code -s} takes it. */
  public static String sourceMap(Map<String, Integer> ports) {
    return ports.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /** As {@code -d} takes it. */
  public static String destinationMap(Map<String, Integer> ports) {
    return ports.entrySet().stream()
        .map(entry -> entry.getKey() + "=127.0.0.1:" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  public static String newClientToken() {
    return UUID.randomUUID().toString();
  }

  public String id() {
    return opened.tunnelId();
  }

  /** Where the source proxy listens for the service. */
  public int port(String service) {
    var port = sourcePorts.get(service);
    if (port == null) {
      throw new IllegalArgumentException(service + " is not of " + sourcePorts.keySet());
    }
    return port;
  }
}
