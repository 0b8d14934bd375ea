package io.adit.server.metrics;

import io.adit.server.api.CallListener;
import io.adit.server.api.CallReport;
import io.adit.server.diagnosis.Incident;
import io.adit.server.diagnosis.IncidentListener;
import io.adit.server.gateway.GatewayCounts;
import io.adit.server.store.CommitListener;
import io.adit.server.traffic.Carried;
import io.adit.server.traffic.Client;
import io.adit.server.traffic.Refused;
import io.adit.server.traffic.TrafficConnection;
import io.adit.server.traffic.TrafficLink;
import io.adit.server.traffic.TrafficListener;
import io.adit.server.traffic.TunnelName;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is counted and measured. What happens often is counted where it happens, by adders that
 * no thread waits for; all else is read when somebody asks. For any thread.
 */
public final class Metrics
    implements CallListener, TrafficListener, IncidentListener, CommitListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  private static final Duration[] BUCKETS =
      Stream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final int SWITCHING_PROTOCOLS = 101;

  /** What becomes of connections that were asked for and not to be had. */
  private static final Set<Incident.Kind> FAILURES =
      EnumSet.of(
          Incident.Kind.DESTINATION_ABSENT,
          Incident.Kind.CONNECTION_FAILED,
          Incident.Kind.CONNECTION_UNANSWERED,
          Incident.Kind.DIALECT,
          Incident.Kind.TOO_MANY_CONNECTIONS);

  /** A name that no operation has. */
  private static final String UNKNOWN = "unknown";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Map<Side, Map<String, AtomicLong>> links = new EnumMap<>(Side.class);
  private final Map<Side, Counter> bytes = new EnumMap<>(Side.class);
  private final Map<Integer, Counter> handshakes = new ConcurrentHashMap<>();
  private final Map<Incident.Kind, Counter> failures = new EnumMap<>(Incident.Kind.class);
  private final Counter opened = counter("adit.connections.opened", "Connections asked for");
  private final Timer commits;
  private final DistributionSummary changes;
  private final Timer lag;

  /** Counts from now on. */
  public Metrics() {
    for (Side side : Side.values()) {
      links.put(side, new HashMap<>());
      bytes.put(side, bytesFrom(side));
      for (Subprotocol subprotocol : Subprotocol.values()) {
        links.get(side).put(subprotocol.wireName(), linkGauge(side, subprotocol));
      }
    }
    for (Incident.Kind kind : FAILURES) {
      failures.put(kind, failuresFor(kind));
    }
    this.commits = timer("adit.store.commit", "From taking changes until they are on disk");
    this.changes =
        DistributionSummary.builder("adit.store.commit.changes")
            .description("Changes that were committed together")
            .register(registry);
    this.lag = timer("adit.event.loop.lag", "How late an event loop did what was due");
    bindPlatform();
  }

  /** The open tunnels, asked of the database each time. */
  public void watchTunnels(LongSupplier open) {
    gauge("adit.tunnels.open", "Tunnels that are open", open::getAsLong);
  }

  /** The changes that wait for the database. */
  public void watchStore(LongSupplier waiting) {
    gauge(
        "adit.store.waiting.changes",
        "Changes that wait for those that are being committed",
        waiting::getAsLong);
  }

  /** The end of the certificate that is served. */
  public void watchCertificate(Supplier<Instant> end) {
    gauge(
        "adit.tls.certificate.expiry.timestamp.seconds",
        "When the certificate that is served ends, in seconds since 1970",
        () -> end.get().getEpochSecond());
  }

  /** The gateway for devices. */
  public void watchGateway(LongSupplier connected, GatewayCounts counts) {
    gauge("adit.gateway.connections", "Devices' clients that are connected", connected::getAsLong);
    total("adit.gateway.deliveries", "Tokens told to devices", counts, GatewayCounts::deliveries);
    total(
        "adit.gateway.repeats",
        "Tokens told again, as no acknowledgement had come",
        counts,
        GatewayCounts::repeats);
    total(
        "adit.gateway.redeliveries",
        "Tokens made anew for devices that had missed theirs",
        counts,
        GatewayCounts::redeliveries);
    total("adit.gateway.refusals", "Devices turned away", counts, GatewayCounts::refusals);
  }

  /** Whether the server is ready, and the space that its data have left. */
  public void watchHealth(DoubleSupplier ready, LongSupplier freeBytes) {
    gauge("adit.ready", "1: it can do its work; 0: it cannot, see /readyz", ready);
    gauge("adit.data.free.bytes", "Space left where the data are", freeBytes::getAsLong);
  }

  /** An event loop was so late. */
  public void onLag(Duration late) {
    lag.record(late);
  }

  @Override
  public void onAnswered(CallReport report) {
    String operation = report.operation().isEmpty() ? UNKNOWN : report.operation();
    Timer.builder("adit.api.calls")
        .description("Calls of the API")
        .tags("service", report.service(), "operation", operation)
        .tag("outcome", outcome(report.answer().status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(report.took());
    if (report.failure() != null) {
      Counter.builder("adit.api.errors")
          .description("Calls of the API that failed, by the error that their callers were told")
          .tags("service", report.service(), "error", report.failure().error().type())
          .register(registry)
          .increment();
    }
  }

  @Override
  public void onRefused(
      @Nullable TunnelName tunnel, @Nullable Side side, Client client, Refused refused) {
    handshakes.computeIfAbsent(refused.status(), this::handshakesWith).increment();
  }

  @Override
  public void onLinkOpened(TrafficLink link) {
    handshakes.computeIfAbsent(SWITCHING_PROTOCOLS, this::handshakesWith).increment();
    count(link).ifPresent(AtomicLong::incrementAndGet);
  }

  @Override
  public void onLinkEnded(TrafficLink link, Carried carried, String why) {
    count(link).ifPresent(AtomicLong::decrementAndGet);
  }

  @Override
  public void onBytes(Side from, int count) {
    Counter counter = bytes.get(from);
    if (counter != null) {
      counter.increment(count);
    }
  }

  @Override
  public void onConnectionOpened(TrafficConnection connection) {
    opened.increment();
  }

  @Override
  public void onIncident(String tunnelId, Incident incident) {
    Counter counter = failures.get(incident.kind());
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void onCommitted(int count, Duration took) {
    commits.record(took);
    changes.record(count);
  }

  /** All of it, in Prometheus' form of text. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private Optional<AtomicLong> count(TrafficLink link) {
    return Optional.ofNullable(links.getOrDefault(link.side(), Map.of()).get(link.subprotocol()));
  }

  private AtomicLong linkGauge(Side side, Subprotocol subprotocol) {
    var count = new AtomicLong();
    Gauge.builder("adit.links", count, AtomicLong::get)
        .description("Open links")
        .tags("side", side.mode(), "dialect", subprotocol.wireName())
        .register(registry);
    return count;
  }

  private Counter bytesFrom(Side side) {
    return Counter.builder("adit.relayed.bytes")
        .description("Bytes that came from links of a side, without TLS's own")
        .tag("from", side.mode())
        .register(registry);
  }

  private Counter failuresFor(Incident.Kind kind) {
    return Counter.builder("adit.connections.failed")
        .description("Connections asked for that were not to be had")
        .tag("why", kind.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter handshakesWith(int status) {
    return Counter.builder("adit.handshakes")
        .description("Handshakes of links, by the status that they were answered with")
        .tags("outcome", status == SWITCHING_PROTOCOLS ? "accepted" : "refused")
        .tag("status", Integer.toString(status))
        .register(registry);
  }

  private static String outcome(int status) {
    if (status < 400) {
      return "done";
    }
    return status < 500 ? "refused" : "failed";
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** One that cannot be read is not shown, and the log says why. */
  private void gauge(String name, String description, DoubleSupplier value) {
    Gauge.builder(
            name,
            () -> {
              try {
                return value.getAsDouble();
              } catch (RuntimeException e) {
                LOG.warn("{} cannot be read: {}", name, e.toString());
                return Double.NaN;
              }
            })
        .description(description)
        .register(registry);
  }

  private <T> void total(String name, String description, T source, Function<T, Long> count) {
    FunctionCounter.builder(name, source, each -> count.apply(each).doubleValue())
        .description(description)
        .register(registry);
  }

  private void bindPlatform() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }
}
