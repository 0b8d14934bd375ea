package io.adit.server;

import io.adit.server.api.CallListener;
import io.adit.server.diagnosis.IncidentListener;
import io.adit.server.http.ApiHandler;
import io.adit.server.http.LoopLag;
import io.adit.server.metrics.Metrics;
import io.adit.server.metrics.MetricsPage;
import io.adit.server.relay.Relay;
import io.adit.server.store.CommitListener;
import io.adit.server.store.Database;
import io.adit.server.store.SqlOpenTunnels;
import io.adit.server.store.TransactionWatch;
import io.adit.server.trace.Traces;
import io.adit.server.traffic.TrafficListener;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The numbers and traces of a server, where somebody asked for them; otherwise nothing is done. */
final class Monitoring implements AutoCloseable {
  private final @Nullable Metrics metrics;
  private final @Nullable ApiHandler page;
  private final @Nullable Traces traces;
  private final Parts parts = new Parts();

  private Monitoring(
      @Nullable Metrics metrics, @Nullable ApiHandler page, @Nullable Traces traces) {
    this.metrics = metrics;
    this.page = page;
    this.traces = traces;
  }

  /**
   * @param version of this program, for collectors
   */
  static Monitoring of(OperationsOptions options, String version) {
    URI collector = options.traces();
    Traces traces = collector == null ? null : new Traces(collector, version);
    OperationsOptions.Metrics access = options.metrics();
    if (access == null) {
      return new Monitoring(null, null, traces);
    }
    var metrics = new Metrics();
    return new Monitoring(metrics, new MetricsPage(metrics, access.token()), traces);
  }

  /** Tells these of calls, and counts and traces them where somebody asked for that. */
  CallListener with(CallListener... others) {
    Stream<CallListener> own =
        Stream.<@Nullable CallListener>of(metrics, traces).flatMap(Stream::ofNullable);
    return CallListener.all(Stream.concat(Stream.of(others), own).toList());
  }

  /** The API, each of its calls traced. */
  ApiHandler traced(ApiHandler api) {
    return traces == null ? api : traces.around(api);
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
    if (traces != null) {
      parts.add(traces);
      database.tell((TransactionWatch) traces);
    }
    if (metrics != null) {
      watch(metrics, database, vertx, health, clock);
    }
  }

  private void watch(
      Metrics told, Database database, Vertx vertx, ServerHealth health, InstantSource clock) {
    parts.add(told);
    database.tell((CommitListener) told);
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
