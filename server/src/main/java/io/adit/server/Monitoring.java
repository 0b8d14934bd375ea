package io.adit.server;

import io.adit.server.api.CallListener;
import io.adit.server.http.ApiHandler;
import io.adit.server.http.LoopLag;
import io.adit.server.metrics.Metrics;
import io.adit.server.metrics.MetricsPage;
import io.adit.server.relay.RelayListener;
import io.adit.server.store.CommitListener;
import io.adit.server.store.Database;
import io.adit.server.store.SqlOpenTunnels;
import io.adit.server.store.TransactionWatch;
import io.adit.server.trace.Traces;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
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

  /** Who is to hear of calls. */
  List<CallListener> calls() {
    return Stream.<@Nullable CallListener>of(metrics, traces).flatMap(Stream::ofNullable).toList();
  }

  /** The API, each of its calls traced. */
  ApiHandler traced(ApiHandler api) {
    return traces == null ? api : traces.around(api);
  }

  /** Who is to hear of the relay. */
  RelayListener relay() {
    return metrics == null ? RelayListener.NONE : metrics;
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
