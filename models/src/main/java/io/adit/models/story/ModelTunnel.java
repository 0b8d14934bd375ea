package io.adit.models.story;

import io.adit.models.App;
import io.adit.models.client.ClientVersion;
import io.adit.models.client.ModelApp;
import io.adit.models.client.ModelClient;
import io.adit.models.client.ModelDestination;
import io.adit.models.client.ModelSource;
import io.adit.wire.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Model clients on both sides of a relay. Nothing moves by itself: a test decides what happens
 * next, so that every interleaving can be had. Not thread safe.
 */
public final class ModelTunnel implements StoryTunnel {
  private final List<String> services;
  private final PureRelay relay;
  private final LongSupplier seeds = new AtomicLong()::incrementAndGet;
  private final List<ModelSource> sources = new ArrayList<>();
  private final List<ModelDestination> destinations = new ArrayList<>();
  private @Nullable ModelLink<ModelSource> source;
  private @Nullable ModelLink<ModelDestination> destination;

  /** One without links. */
  public ModelTunnel(List<String> services, PureRelay relay) {
    this.services = List.copyOf(services);
    this.relay = relay;
  }

  /** One with both links, all still. */
  public static ModelTunnel connected(
      ClientVersion source, ClientVersion destination, List<String> services, PureRelay relay) {
    ModelTunnel tunnel = new ModelTunnel(services, relay);
    tunnel.connectDestination(destination);
    tunnel.connectSource(source);
    tunnel.settle();
    return tunnel;
  }

  /** The services as applications know them: a tunnel without any has a nameless one. */
  public List<String> applicationServices() {
    return services.isEmpty() ? List.of("") : services;
  }

  /** A source connects, or takes the place of the one that is there. */
  public void connectSource(ClientVersion version) {
    abandonSource();
    ModelSource client = version.newSource(services, seeds);
    sources.add(client);
    source =
        new ModelLink<>(client, toLink -> relay.attach(Side.SOURCE, version.subprotocol(), toLink));
  }

  public void connectDestination(ClientVersion version) {
    abandonDestination();
    ModelDestination client = version.newDestination(services, seeds);
    destinations.add(client);
    destination =
        new ModelLink<>(
            client, toLink -> relay.attach(Side.DESTINATION, version.subprotocol(), toLink));
  }

  /** The link breaks: what is on the way is lost, and the relay hears of it. */
  public void dropSource() {
    if (source != null) {
      source.leg().detach();
    }
    abandonSource();
  }

  public void dropDestination() {
    if (destination != null) {
      destination.leg().detach();
    }
    abandonDestination();
  }

  /** A client whose link breaks ends the connections of its applications. */
  private void abandonSource() {
    if (source != null) {
      source.client().hearEnd();
    }
    source = null;
  }

  private void abandonDestination() {
    if (destination != null) {
      destination.client().hearEnd();
    }
    destination = null;
  }

  public Optional<ModelLink<ModelSource>> source() {
    return Optional.ofNullable(source);
  }

  public Optional<ModelLink<ModelDestination>> destination() {
    return Optional.ofNullable(destination);
  }

  @Override
  public Optional<App> open(String service) {
    return source().flatMap(link -> link.client().open(service));
  }

  @Override
  public List<App> arrived(String service) {
    return destinationApps().stream()
        .filter(app -> app.service().equals(service))
        .map(App.class::cast)
        .toList();
  }

  @Override
  public void replaceSource() {
    source().ifPresent(link -> connectSource(link.client().version()));
  }

  @Override
  public void replaceDestination() {
    destination().ifPresent(link -> connectDestination(link.client().version()));
  }

  @Override
  public List<String> settle(Supplier<List<String>> unmet) {
    settle();
    return unmet.get();
  }

  /** All that is on the way arrives, and what it causes as well. */
  public void settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (ModelLink<?> link : links()) {
        moved |= link.relayReads();
        moved |= link.clientReads();
      }
    }
  }

  public List<ModelLink<?>> links() {
    List<ModelLink<?>> links = new ArrayList<>();
    source().ifPresent(links::add);
    destination().ifPresent(links::add);
    return links;
  }

  /** All connections that any source ever had. */
  public List<ModelApp> sourceApps() {
    return sources.stream().flatMap(client -> client.apps().stream()).toList();
  }

  public List<ModelApp> destinationApps() {
    return destinations.stream().flatMap(client -> client.apps().stream()).toList();
  }

  @Override
  public List<String> harm() {
    List<String> harm = new ArrayList<>();
    sources.stream().map(ModelClient::harm).forEach(harm::addAll);
    destinations.stream().map(ModelClient::harm).forEach(harm::addAll);
    return harm;
  }
}
