package io.adit.server.tunnel;

import io.adit.server.store.Database;
import io.adit.server.store.SqlTunnels;
import io.adit.wire.Side;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A program that changes tunnels without end and writes a line after each call that returned. */
final class WorksUntilKilled {
  private static final int WORKERS = 8;

  private WorksUntilKilled() {}

  public static void main(String[] arguments) {
    try (Database database = new Database(Path.of(arguments[0]));
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      TunnelRegistry registry =
          new TunnelRegistry(
              new SqlTunnels(database),
              InstantSource.system(),
              new SecureRandom(),
              new TunnelArns("us-east-1", "000000000000"),
              TunnelLimits.DEFAULT);
      for (int i = 0; i < WORKERS; i++) {
        workers.execute(() -> work(registry));
      }
    }
  }

  private static void work(TunnelRegistry registry) {
    while (true) {
      OpenedTunnel opened = registry.open(RegistryFixture.request("pump", 720));
      String id = opened.tunnel().tunnelId();
      report("opened " + id);
      registry.admit(Side.SOURCE, opened.source(), null);
      report("spent " + opened.source().value());
      registry.rotate(id, ClientMode.DESTINATION, null);
      report("revoked " + opened.destination().value());
      OpenedTunnel closed = registry.open(RegistryFixture.request(null, 720));
      registry.close(closed.tunnel().tunnelId(), false);
      report("closed " + closed.tunnel().tunnelId());
    }
  }

  private static void report(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
