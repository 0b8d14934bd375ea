package io.adit.conformance.pairs;

import io.adit.models.App;
import io.adit.models.link.Monitor;
import io.adit.models.story.StoryTunnel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A tunnel of the running server with a client at each end. */
public final class PairTunnel implements StoryTunnel, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TunnelEnd source;
  private final TunnelEnd destination;
  private final Monitor monitor;

  PairTunnel(TunnelEnd source, TunnelEnd destination, Monitor monitor) {
    this.source = source;
    this.destination = destination;
    this.monitor = monitor;
  }

  @Override
  public Optional<App> open(String service) {
    return source.open(service);
  }

  @Override
  public List<App> arrived(String service) {
    return destination.arrived(service);
  }

  @Override
  public void replaceSource() {
    source.replace();
  }

  @Override
  public void replaceDestination() {
    destination.replace();
  }

  @Override
  public List<String> harm() {
    return Stream.concat(source.harm().stream(), destination.harm().stream()).toList();
  }

  @Override
  public List<String> settle(Supplier<List<String>> unmet) {
    await(() -> !harm().isEmpty() || unmet.get().isEmpty());
    return unmet.get();
  }

  /** Waits until it is so; returns whether it came about within a minute. */
  public boolean await(BooleanSupplier condition) {
    return monitor.await(condition, LIMIT);
  }

  @Override
  public void close() {
    source.close();
    destination.close();
  }
}
