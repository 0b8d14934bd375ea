package io.adit.cli.reach;

import io.adit.cli.api.NewTunnel;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.TunnelTokens;
import io.adit.cli.api.Tunnels;
import io.adit.peer.Proxy;
import io.adit.peer.ProxyListener;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ReconnectPolicy;
import io.adit.peer.ServiceMap;
import io.adit.peer.link.Credentials;
import io.adit.peer.link.LinkOptions;
import io.adit.peer.link.LinkTuning;
import io.adit.peer.link.RelayAccess;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.AccessToken;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A thing that dials out for every new tunnel to it. It hears of them by asking the API, where a
 * real one is told over MQTT.
 */
final class TestingDevice implements AutoCloseable {
  private static final long PERIOD_MILLIS = 20;

  private final Tunnels tunnels;
  private final RelayAccess relay;
  private final String thing;
  private final Map<String, Endpoint> services;
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Proxy> proxies = new ConcurrentHashMap<>();
  private final Thread listening = new Thread(this::listen, "device");
  private volatile boolean isOff;

  private TestingDevice(
      Tunnels tunnels, RelayAccess relay, String thing, Map<String, Endpoint> services) {
    this.tunnels = tunnels;
    this.relay = relay;
    this.thing = thing;
    this.services = services;
  }

  static TestingDevice start(
      Tunnels tunnels, RelayAccess relay, String thing, Map<String, Endpoint> services) {
    TestingDevice device = new TestingDevice(tunnels, relay, thing, services);
    device.listening.start();
    return device;
  }

  private void listen() {
    try {
      while (!isOff) {
        for (TunnelFacts.Summary tunnel :
            tunnels.list(thing, TunnelFacts.Summary::isOpen, Integer.MAX_VALUE)) {
          Proxy proxy = proxies.get(tunnel.id());
          // Also where its token was replaced: then a real one is told again.
          if (proxy == null || proxy.outcome().isComplete()) {
            TunnelTokens tokens = tunnels.rotate(tunnel.id(), Tunnels.Sides.DESTINATION, null);
            proxies.put(tunnel.id(), dial(String.valueOf(tokens.destination())));
          }
        }
        Thread.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Proxy dial(String token) {
    LinkOptions link =
        new LinkOptions(
            relay,
            Side.DESTINATION,
            Subprotocol.V3,
            Credentials.of(new AccessToken(token)),
            LinkTuning.DEFAULT);
    ServiceMap map = new ServiceMap.Open(services, null);
    return Proxy.start(
        vertx,
        new ProxyOptions(link, map, Dialect.V3, ReconnectPolicy.DEFAULT),
        ProxyListener.NONE);
  }

  /** A tunnel to this thing that nobody has opened for one command only. */
  TunnelTokens openLasting(String... names) {
    return tunnels.open(new NewTunnel(thing, List.of(names), "", null, Map.of()));
  }

  @Override
  public void close() {
    isOff = true;
    try {
      listening.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    proxies
        .values()
        .forEach(proxy -> {
          var _ = proxy.stop();
        });
    var _ = vertx.close();
  }
}
