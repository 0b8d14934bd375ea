package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.http.EventLoops;
import io.adit.server.http.TlsMaterial;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlDeviceCertificates;
import io.adit.server.store.SqlThings;
import io.adit.server.store.SqlTunnels;
import io.adit.server.testing.TestTls;
import io.adit.server.thing.DeviceRegistry;
import io.adit.server.tls.DeviceSigner;
import io.adit.server.traffic.DeviceListener;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a server from its work, and that it is said. */
class ServerHealthTest {
  private static final Instant LATER = Instant.parse("2126-01-01T00:00:00Z");

  @TempDir Path folder;
  private Database database;
  private TunnelRegistry registry;
  private ThingNotices notices;
  private final Vertx vertx = EventLoops.start(1);

  @BeforeEach
  void start() {
    database = new Database(folder.resolve("adit.db"));
    registry =
        new TunnelRegistry(
            new SqlTunnels(database),
            Clock.systemUTC(),
            new SecureRandom(),
            new TunnelArns("us-east-1", "000000000000"),
            TunnelLimits.DEFAULT);
    TlsMaterial material = new TestTls(folder).material();
    var random = new SecureRandom();
    var box = new SecretBox(folder.resolve("secret.key"), random);
    var devices =
        new DeviceRegistry(
            new SqlThings(database),
            new SqlDeviceCertificates(database),
            DeviceSigner.open(folder, box, Clock.systemUTC(), random),
            Clock.systemUTC(),
            random);
    notices =
        ThingNotices.start(
            ServerOptions.defaults(folder)
                .with(new ServerOptions.Listener("127.0.0.1", 0))
                .with(ServerOptions.Mqtt.FREE),
            material,
            devices,
            registry,
            DeviceListener.NONE,
            vertx);
  }

  @AfterEach
  void stop() throws IOException {
    notices.close();
    database.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void aServerThatCanDoItsWorkIsReady() {
    ServerHealth health = health(folder, LATER);

    assertThat(health.problem()).isEmpty();
    assertThat(health.note()).isEqualTo("ready");
  }

  @Test
  void eachThingThatIsMissingHasALine() {
    ServerHealth health = health(folder.resolve("none"), Instant.parse("2026-01-01T00:00:00Z"));
    database.close();

    assertThat(health.problem().orElseThrow().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("adit.db"),
            line ->
                assertThat(line).isEqualTo("Only 0 MiB are left where the data are; 64 are needed"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "The certificate ended on 2026-01-01T00:00:00Z: no client takes it any more"));
    assertThat(health(folder, LATER).problem().orElseThrow())
        .contains("adit.db")
        .doesNotContain(folder.toString());
  }

  private ServerHealth health(Path data, Instant certificateEnd) {
    return new ServerHealth(
        List.of(database::problem), notices, data, () -> certificateEnd, Clock.systemUTC());
  }
}
