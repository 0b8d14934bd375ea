package io.adit.server.splice;

import io.adit.models.App;
import io.adit.models.client.ClientVersion;
import io.adit.models.client.ModelApp;
import io.adit.models.client.ModelClient;
import io.adit.models.story.ModelLink;
import io.adit.models.story.ModelTunnel;
import io.adit.models.story.PureRelay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** One random life of a tunnel, the same for the same seed. */
final class Chaos {
  /** Small enough for a random life to meet them. */
  static final SpliceLimits LIMITS = new SpliceLimits(68_000, 5);

  /** So many random bytes are no other application's. */
  private static final int TELLING_BYTES = 8;

  private final Random random;
  private final List<ClientVersion> sourceVersions;
  private final List<ClientVersion> destinationVersions;
  private final Splice splice;
  private final ModelTunnel tunnel;
  private final List<String> story = new ArrayList<>();

  /** How many of a thousand steps change a link: a calm life gets further, another meets more. */
  private final int unrest;

  /**
   * @param sources each source that connects is one of these
   */
  Chaos(
      long seed,
      List<String> services,
      List<ClientVersion> sources,
      List<ClientVersion> destinations) {
    this(seed, services, sources, destinations, SpliceListener.NONE);
  }

  /**
   * @param listener hears what becomes of connections
   */
  Chaos(
      long seed,
      List<String> services,
      List<ClientVersion> sources,
      List<ClientVersion> destinations,
      SpliceListener listener) {
    this(
        seed,
        sources,
        destinations,
        new Splice(services, LIMITS, listener),
        UnaryOperator.identity());
  }

  /**
   * @param watch puts somebody who listens before the relay
   */
  Chaos(
      long seed,
      List<String> services,
      List<ClientVersion> sources,
      List<ClientVersion> destinations,
      UnaryOperator<PureRelay> watch) {
    this(seed, sources, destinations, new Splice(services, LIMITS), watch);
  }

  private Chaos(
      long seed,
      List<ClientVersion> sources,
      List<ClientVersion> destinations,
      Splice splice,
      UnaryOperator<PureRelay> watch) {
    List<String> services = splice.services();
    random = new Random(seed);
    sourceVersions = sources;
    destinationVersions = destinations;
    this.splice = splice;
    tunnel = new ModelTunnel(services, watch.apply(new SpliceRelay(splice)));
    unrest = 1 + random.nextInt(40);
    if (random.nextBoolean()) {
      connectDestination();
    }
    connectSource();
  }

  ModelTunnel tunnel() {
    return tunnel;
  }

  Splice splice() {
    return splice;
  }

  List<String> story() {
    return story;
  }

  void live(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  /** Both links are there, nothing is on the way, no application is connected. */
  void comeToRest() {
    if (tunnel.source().isEmpty()) {
      connectSource();
    }
    if (tunnel.destination().isEmpty()) {
      connectDestination();
    }
    tunnel.settle();
  }

  void closeAllBySource() {
    tunnel.source().ifPresent(link -> link.client().openApps().forEach(ModelApp::close));
    tunnel.settle();
  }

  private void step() {
    if (random.nextInt(1_000) < unrest) {
      changeLinks();
    } else if (random.nextInt(500) == 0) {
      giveUp();
    } else {
      converse(random.nextInt(100));
    }
  }

  private void converse(int dice) {
    if (dice < 35) {
      relayReads();
    } else if (dice < 70) {
      clientReads();
    } else if (dice < 76) {
      open();
    } else if (dice < 96) {
      send();
    } else {
      close();
    }
  }

  private void relayReads() {
    boolean fromSource = random.nextBoolean();
    if (fromSource && splice.holdIsFull()) {
      return;
    }
    if (fromSource) {
      tunnel.source().ifPresent(ModelLink::relayReads);
    } else {
      tunnel.destination().ifPresent(ModelLink::relayReads);
    }
  }

  private void clientReads() {
    if (random.nextBoolean()) {
      tunnel.source().ifPresent(ModelLink::clientReads);
    } else {
      tunnel.destination().ifPresent(ModelLink::clientReads);
    }
  }

  private void open() {
    List<String> services = tunnel.applicationServices();
    Optional<App> app = tunnel.open(services.get(random.nextInt(services.size())));
    app.ifPresent(opened -> tell("opened " + opened));
  }

  private void send() {
    anyClient()
        .ifPresent(client ->
            anyOf(client.openApps())
                .ifPresent(app -> app.send(TELLING_BYTES + random.nextInt(TELLING_BYTES))));
  }

  private void close() {
    anyClient()
        .ifPresent(client ->
            anyOf(client.openApps())
                .ifPresent(app -> {
                  app.close();
                  tell("application closed " + app);
                }));
  }

  private void giveUp() {
    List<String> services = tunnel.applicationServices();
    String service = services.get(random.nextInt(services.size()));
    tunnel.destination().ifPresent(link -> link.client().failToConnect(service));
    tell("destination gave up " + service);
  }

  private void changeLinks() {
    switch (random.nextInt(8)) {
      case 0, 1 -> connectSource();
      case 2, 3 -> connectDestination();
      case 4 -> {
        tunnel.dropSource();
        tell("source dropped");
      }
      case 5 -> {
        tunnel.dropDestination();
        tell("destination dropped");
      }
      case 6 -> {
        tunnel.source().ifPresent(Chaos::readAll);
        tunnel.dropSource();
        tell("source left in good order");
      }
      default -> {
        tunnel.destination().ifPresent(Chaos::readAll);
        tunnel.dropDestination();
        tell("destination left in good order");
      }
    }
    if (tunnel.destination().isEmpty() && random.nextBoolean()) {
      splice.onDestinationWaitOver();
      tell("wait over");
    }
  }

  private void connectSource() {
    ClientVersion version = anyOf(sourceVersions).orElseThrow();
    tunnel.connectSource(version);
    tell("source connected: " + version);
  }

  private void connectDestination() {
    ClientVersion version = anyOf(destinationVersions).orElseThrow();
    tunnel.connectDestination(version);
    tell("destination connected: " + version);
  }

  /** A link that ends with a close frame is read to its end. */
  private static void readAll(ModelLink<?> link) {
    boolean read = true;
    while (read) {
      read = link.relayReads();
    }
  }

  private Optional<? extends ModelClient> anyClient() {
    return anyOf(tunnel.links()).map(ModelLink::client);
  }

  private <T> Optional<T> anyOf(List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private void tell(String what) {
    story.add(what);
  }
}
