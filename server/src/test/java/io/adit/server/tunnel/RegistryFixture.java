package io.adit.server.tunnel;

import io.adit.server.store.Database;
import io.adit.server.store.SqlTunnels;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registry on a real database, with a clock that the test moves. */
final class RegistryFixture implements AutoCloseable {
  static final Duration RETENTION = Duration.ofHours(3);

  final SettableClock clock = new SettableClock();
  private final Path file;
  private Database database;
  private TunnelRegistry registry;

  RegistryFixture(Path folder) {
    this.file = folder.resolve("adit.db");
    this.database = new Database(file);
    this.registry = newRegistry();
  }

  TunnelRegistry registry() {
    return registry;
  }

  /** Stops, and starts again on the same file. */
  void restart() {
    database.close();
    database = new Database(file);
    registry = newRegistry();
  }

  OpenedTunnel open() {
    return registry.open(request(null, 720));
  }

  OpenedTunnel open(String thingName) {
    return registry.open(request(thingName, 720));
  }

  OpenedTunnel openForMinutes(int minutes) {
    return registry.open(request(null, minutes));
  }

  static OpenRequest request(@Nullable String thingName, int minutes) {
    return new OpenRequest(
        null, List.of(), new DestinationConfig(thingName, List.of("SSH")), minutes);
  }

  @Override
  public void close() {
    database.close();
  }

  private TunnelRegistry newRegistry() {
    return newRegistry(clock);
  }

  /** Another registry on the same store. */
  TunnelRegistry newRegistry(InstantSource ownClock) {
    return new TunnelRegistry(
        new SqlTunnels(database),
        ownClock,
        new SecureRandom(),
        new TunnelArns("eu-central-1", "123456789012"),
        new TunnelLimits(3, RETENTION, 50));
  }
}
