package io.adit.server;

import io.adit.server.ServerOptions.Listener;
import io.adit.server.ServerOptions.Mqtt;
import io.adit.server.broker.BrokerOptions;
import io.adit.server.broker.BrokerPublisher;
import io.adit.server.diagnosis.Notices;
import io.adit.server.gateway.GatewayOptions;
import io.adit.server.gateway.MqttGateway;
import io.adit.server.http.TlsMaterial;
import io.adit.server.thing.DeviceRegistry;
import io.adit.server.thing.Presence;
import io.adit.server.traffic.DeviceListener;
import io.adit.server.tunnel.TunnelRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What tells things of their tunnels: the gateway, an outside broker, or nothing. */
final class ThingNotices implements Notices, AutoCloseable {
  private final @Nullable MqttGateway gateway;
  private final @Nullable BrokerPublisher publisher;

  private ThingNotices(@Nullable MqttGateway gateway, @Nullable BrokerPublisher publisher) {
    this.gateway = gateway;
    this.publisher = publisher;
  }

  static ThingNotices start(
      ServerOptions options,
      TlsMaterial material,
      DeviceRegistry devices,
      TunnelRegistry registry,
      DeviceListener heard,
      Vertx vertx) {
    BrokerOptions broker = options.mqtt().broker();
    if (broker != null) {
      return new ThingNotices(null, publisher(broker, options, registry, vertx));
    }
    return new ThingNotices(gateway(options, material, devices, registry, heard), null);
  }

  /** Where the gateway listens; null: there is none. */
  @Nullable Integer port() {
    return gateway == null ? null : gateway.port();
  }

  @Override
  public Optional<Obstacle> obstacle(String thingName) {
    if (publisher != null) {
      return publisher
          .problem()
          .map(problem ->
              new Obstacle(
                  "The thing %s may not know its token: %s".formatted(thingName, problem),
                  "It is told when the broker can be used again. The server's log says more."));
    }
    if (gateway == null) {
      return Optional.of(
          new Obstacle(
              "The thing %s was not told its token: this server has no MQTT port."
                  .formatted(thingName),
              "Give the token to the device yourself, or start the server with --mqtt-port or"
                  + " --notify."));
    }
    return gateway.isListening(thingName)
        ? Optional.empty()
        : Optional.of(
            new Obstacle(
                "The thing %s is not connected to the MQTT port, or has not subscribed to its"
                        .formatted(thingName)
                    + " notify topic.",
                "Look at the device, and at the server's log, which says who was turned away. When"
                    + " it subscribes it is told, unless --redeliver is off."));
  }

  /** Who knows which devices are there; null: there is no gateway. */
  @Nullable Presence presence() {
    return gateway;
  }

  /** To be counted; empty: there is none. */
  Optional<MqttGateway> gateway() {
    return Optional.ofNullable(gateway);
  }

  /** Why the outside broker cannot be used, in a sentence. */
  Optional<String> brokerProblem() {
    return publisher == null ? Optional.empty() : publisher.problem();
  }

  /** Has the gateway show another certificate. */
  void reload(TlsMaterial material) throws IOException {
    if (gateway != null) {
      gateway.reload(material);
    }
  }

  @Override
  public void close() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    if (publisher != null) {
      publisher.close();
    }
  }

  private static @Nullable MqttGateway gateway(
      ServerOptions options,
      TlsMaterial material,
      DeviceRegistry devices,
      TunnelRegistry registry,
      DeviceListener heard) {
    Mqtt mqtt = options.mqtt();
    if (mqtt.port() == null) {
      return null;
    }
    var listener = new Listener(options.listener().bind(), mqtt.port());
    var gatewayOptions =
        new GatewayOptions(
            listener.bind(),
            listener.port(),
            options.identity().region(),
            mqtt.redeliver(),
            GatewayOptions.Limits.DEFAULT);
    try {
      return MqttGateway.open(gatewayOptions, material, devices, registry, heard);
    } catch (IOException e) {
      throw PortProblem.explain("--mqtt-port", listener, e);
    }
  }

  private static BrokerPublisher publisher(
      BrokerOptions broker, ServerOptions options, TunnelRegistry registry, Vertx vertx) {
    try {
      return BrokerPublisher.start(
          broker, options.identity().region(), registry, vertx, RandomGenerator.getDefault());
    } catch (IOException e) {
      throw new StartupException(
          "A file for the outside broker cannot be read (--notify-ca, --notify-cert, --notify-key): "
              + e,
          e);
    }
  }
}
