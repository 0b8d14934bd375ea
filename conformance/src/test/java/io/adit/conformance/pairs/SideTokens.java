package io.adit.conformance.pairs;

import io.adit.conformance.programs.ConnectedTunnel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.ClientMode;

/** A tunnel's access tokens: one for each run of a client, by rotation where need be. */
final class SideTokens {
  private final IoTSecureTunnelingClient client;
  private final String tunnelId;
  private final Map<ClientMode, String> unused = new HashMap<>(); // guarded by this

  private SideTokens(IoTSecureTunnelingClient client, String tunnelId) {
    this.client = client;
    this.tunnelId = tunnelId;
  }

  /** Opens a tunnel. */
  static SideTokens open(IoTSecureTunnelingClient client, List<String> services) {
    var opened =
        services.isEmpty() ? client.openTunnel(open -> {}) : ConnectedTunnel.open(client, services);
    var tokens = new SideTokens(client, opened.tunnelId());
    tokens.keep(ClientMode.SOURCE, opened.sourceAccessToken());
    tokens.keep(ClientMode.DESTINATION, opened.destinationAccessToken());
    return tokens;
  }

  private synchronized void keep(ClientMode mode, String token) {
    unused.put(mode, token);
  }

  /** One that nobody used; whoever is connected on this side with an older one is cut off. */
  synchronized String next(ClientMode mode) {
    var token = unused.remove(mode);
    if (token != null) {
      return token;
    }
    var rotated =
        client.rotateTunnelAccessToken(rotate -> rotate.tunnelId(tunnelId).clientMode(mode));
    return mode == ClientMode.SOURCE
        ? rotated.sourceAccessToken()
        : rotated.destinationAccessToken();
  }
}
