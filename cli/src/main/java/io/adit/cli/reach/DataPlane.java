package io.adit.cli.reach;

import io.adit.cli.CommandFailedException;
import io.adit.cli.api.ApiAccess;
import io.adit.cli.proxy.RelayOptions;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.UsageException;
import io.adit.peer.link.RelayAccess;
import io.adit.peer.socket.Endpoint;
import java.net.URI;
import java.util.Map;

/** Where the links of an API's tunnels go. */
final class DataPlane {
  private static final int HTTPS_PORT = 443;

  private DataPlane() {}

  /**
   * The relay: where {@code AWSIOT_TUNNEL_ENDPOINT} says, unless the command line names a server of
   * its own; otherwise of an Adit server its one port, and of AWS the region's.
   *
   * @param isNamed whether the command line names the server
   */
  static RelayAccess find(ApiAccess access, boolean isNamed, Map<String, String> environment) {
    String variable = environment.getOrDefault("AWSIOT_TUNNEL_ENDPOINT", "");
    Map.Entry<ProxyOption, String> place;
    if (!variable.isEmpty() && !isNamed) {
      place = Map.entry(ProxyOption.PROXY_ENDPOINT, variable);
    } else if (access.isAws()) {
      place = Map.entry(ProxyOption.REGION, access.region());
    } else {
      place = Map.entry(ProxyOption.PROXY_ENDPOINT, hostAndPort(access.endpoint()));
    }
    try {
      return RelayOptions.find(place, access.authority(), environment);
    } catch (UsageException e) {
      throw new CommandFailedException("the way to the relay: " + e.text());
    }
  }

  private static String hostAndPort(URI endpoint) {
    String host = endpoint.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = endpoint.getPort() < 0 ? HTTPS_PORT : endpoint.getPort();
    return new Endpoint.Tcp(bare, port).toString();
  }
}
