package io.adit.server.splice;

import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Model clients on both sides of a relay. Nothing moves by itself: a test decides what happens
 * next, so that every interleaving can be had.
 */
final class ModelTunnel {
  /** What joins the links: the splice, or for comparison one that copies. */
  interface Relay {
    Leg attach(Side side, Subprotocol subprotocol, Outbox outbox);
  }

  /** One side of a relay, ready for a link. */
  interface Attaching {
    Leg attach(Outbox outbox);
  }

  private final List<String> services;
  private final Relay relay;
  private final List<ModelSource> sources = new ArrayList<>();
  private final List<ModelDestination> destinations = new ArrayList<>();
  private @Nullable ModelLink<ModelSource> source;
  private @Nullable ModelLink<ModelDestination> destination;
  private int names;

  ModelTunnel(List<String> services, Relay relay) {
    this.services = services;
    this.relay = relay;
  }

  /** The services as applications know them: a tunnel without any has a nameless one. */
  List<String> applicationServices() {
    return services.isEmpty() ? List.of("") : services;
  }

  /** A source connects, or takes the place of the one that is there. */
  void connectSource(ClientVersion version) {
    abandonSource();
    ModelSource client = version.newSource(services);
    sources.add(client);
    source =
        new ModelLink<>(client, outbox -> relay.attach(Side.SOURCE, version.subprotocol(), outbox));
  }

  void connectDestination(ClientVersion version) {
    abandonDestination();
    ModelDestination client = version.newDestination(services);
    client.namedBy(() -> "d" + names++);
    destinations.add(client);
    destination =
        new ModelLink<>(
            client, outbox -> relay.attach(Side.DESTINATION, version.subprotocol(), outbox));
  }

  /** The link breaks: what is on the way is lost, and the relay hears of it. */
  void dropSource() {
    if (source != null) {
      source.leg().detach();
    }
    abandonSource();
  }

  void dropDestination() {
    if (destination != null) {
      destination.leg().detach();
    }
    abandonDestination();
  }

  /** A client whose link breaks ends the connections of its applications. */
  private void abandonSource() {
    if (source != null) {
      source.client().apps().forEach(App::close);
    }
    source = null;
  }

  private void abandonDestination() {
    if (destination != null) {
      destination.client().apps().forEach(App::close);
    }
    destination = null;
  }

  Optional<ModelLink<ModelSource>> source() {
    return Optional.ofNullable(source);
  }

  Optional<ModelLink<ModelDestination>> destination() {
    return Optional.ofNullable(destination);
  }

  Optional<App> open(String service) {
    return source().flatMap(link -> link.client().open("s" + names++, service));
  }

  /** All that is on the way arrives, and what it causes as well. */
  void settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (ModelLink<?> link : links()) {
        moved |= link.relayReads();
        moved |= link.clientReads();
      }
    }
  }

  List<ModelLink<?>> links() {
    List<ModelLink<?>> links = new ArrayList<>();
    source().ifPresent(links::add);
    destination().ifPresent(links::add);
    return links;
  }

  List<App> sourceApps() {
    return sources.stream().flatMap(client -> client.apps().stream()).toList();
  }

  List<App> destinationApps() {
    return destinations.stream().flatMap(client -> client.apps().stream()).toList();
  }

  /** What any client was sent that no service should send it. */
  List<String> harm() {
    List<String> harm = new ArrayList<>();
    sources.forEach(client -> harm.addAll(client.harm()));
    destinations.forEach(client -> harm.addAll(client.harm()));
    return harm;
  }
}
