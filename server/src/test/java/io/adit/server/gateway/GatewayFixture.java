package io.adit.server.gateway;

import io.adit.server.store.Database;
import io.adit.server.store.SqlTunnels;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.OpenRequest;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A gateway on a free port, with a registry on a real database. */
final class GatewayFixture implements AutoCloseable {
  static final String REGION = "eu-central-1";

  final TestDevices devices;
  private final TestTls tls;
  private final Database database;
  private final UnaryOperator<GatewayOptions> change;
  private final TunnelRegistry registry;

  /** What the gateway told of devices. */
  final HeardDevices heard = new HeardDevices();

  private MqttGateway gateway;

  GatewayFixture(Path folder) throws IOException {
    this(folder, UnaryOperator.identity());
  }

  GatewayFixture(Path folder, UnaryOperator<GatewayOptions> change) throws IOException {
    this.tls = new TestTls(folder);
    this.database = new Database(folder.resolve("adit.db"));
    this.devices = new TestDevices(folder, database);
    this.change = change;
    this.registry =
        new TunnelRegistry(
            new SqlTunnels(database),
            Clock.systemUTC(),
            new SecureRandom(),
            new TunnelArns(REGION, "123456789012"),
            TunnelLimits.DEFAULT);
    this.gateway = open(0);
  }

  private MqttGateway open(int port) throws IOException {
    GatewayOptions options = change.apply(GatewayOptions.at("127.0.0.1", port, REGION));
    return MqttGateway.open(options, tls.material(), devices.registry(), registry, heard);
  }

  TunnelRegistry registry() {
    return registry;
  }

  MqttGateway gateway() {
    return gateway;
  }

  TestTls tls() {
    return tls;
  }

  /** Ends all connections and listens again; sessions are forgotten, tunnels are not. */
  void restart() throws IOException {
    int port = gateway.port();
    gateway.close();
    gateway = open(port);
  }

  OpenedTunnel openTunnel(String thingName, String... services) {
    List<String> names = services.length == 0 ? List.of("SSH") : List.of(services);
    return registry.open(
        new OpenRequest(null, List.of(), new DestinationConfig(thingName, names), 60));
  }

  /** A connection of this certificate's owner; nothing of MQTT has been sent. */
  TestDevice device(TestDevices.@Nullable Identity identity, int version) throws IOException {
    return new TestDevice(connection(identity), version);
  }

  /** The same from another of this machine's addresses. */
  TestDevice deviceFrom(String address, TestDevices.Identity identity, int version)
      throws IOException {
    SSLContext context = TestDevices.Identity.context(identity, tls.trustManagers());
    return new TestDevice(RawConnection.tlsFrom(address, context, gateway.port()), version);
  }

  RawConnection connection(TestDevices.@Nullable Identity identity) throws IOException {
    SSLContext context = TestDevices.Identity.context(identity, tls.trustManagers());
    return RawConnection.tls(context, gateway.port());
  }

  /** A tunnel of which no thing is told. */
  String openTunnelOfNoThing() {
    return registry.open(new OpenRequest(null, List.of(), null, 60)).tunnel().tunnelId();
  }

  /** Waits until so many are connected. */
  void awaitConnections(int count) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (gateway.connections() != count) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(gateway.connections() + " are connected, not " + count);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    database.close();
  }
}
