package io.adit.server;

import io.adit.server.api.CallListener;
import io.adit.server.diagnosis.IncidentListener;
import io.adit.server.http.ApiHandler;
import io.adit.server.http.LoopLag;
import io.adit.server.metrics.Metrics;
import io.adit.server.metrics.MetricsPage;
import io.adit.server.relay.Relay;
import io.adit.server.store.Database;
import io.adit.server.store.SqlOpenTunnels;
import io.adit.server.traffic.TrafficListener;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The numbers of a server, where somebody asked for them; otherwise nothing is counted. */
final class Monitoring implements AutoCloseable {
  private final @Nullable Metrics metrics;
  private final @Nullable ApiHandler page;
  private final Parts parts = new Parts();

  private Monitoring(@Nullable Metrics metrics, @Nullable ApiHandler page) {
    this.metrics = metrics;
    this.page = page;
  }

  static Monitoring of(OperationsOptions options) {
    OperationsOptions.Metrics access = options.metrics();
    if (access == null) {
      return new Monitoring(null, null);
    }
    var metrics = new Metrics();
    return new Monitoring(metrics, new MetricsPage(metrics, access.token()));
  }

  /** Tells these of calls, and counts them where somebody asked for that. */
  CallListener with(CallListener... others) {
    return CallListener.all(Stream.concat(Stream.of(others), Stream.ofNullable(metrics)).toList());
  }

  /** Counts what this relay does from now on. */
  void watch(Relay relay) {
    if (metrics != null) {
      relay.tell((TrafficListener) metrics);
      relay.tell((IncidentListener) metrics);
    }
  }

  /** What answers {@code /metrics}; null: nothing does. */
  @Nullable ApiHandler page() {
    return page;
  }

  /** Reads from these when it is asked. */
  void watch(Database database, Vertx vertx, ServerHealth health, InstantSource clock) {
    Metrics told = metrics;
    if (told == null) {
      return;
    }
    parts.add(told);
    database.tell(told);
    told.watchTunnels(new SqlOpenTunnels(database, clock));
    told.watchStore(database::waitingChanges);
    told.watchHealth(() -> health.problem().isEmpty() ? 1 : 0, health::freeBytes);
    told.watchCertificate(health.certificateEnd());
    health
        .notices()
        .gateway()
        .ifPresent(gateway -> told.watchGateway(gateway::connections, gateway.counts()));
    parts.add(LoopLag.watch(vertx, told::onLag));
  }

  @Override
  public void close() {
    parts.close();
  }
}
