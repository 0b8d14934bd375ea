package io.adit.conformance.pairs;

import io.adit.models.App;
import io.adit.models.link.Monitor;
import io.adit.models.story.StoryTunnel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A tunnel of the running server with a client at each end. */
record PairTunnel(TunnelEnd source, TunnelEnd destination, Monitor monitor) implements StoryTunnel {
  private static final Duration LIMIT = Duration.ofSeconds(20);

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
    monitor.await(() -> !harm().isEmpty() || unmet.get().isEmpty(), LIMIT);
    return unmet.get();
  }
}
