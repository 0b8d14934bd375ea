package io.adit.server.splice;

import io.adit.models.App;
import io.adit.models.client.ClientVersion;
import io.adit.models.client.ModelApp;
import io.adit.models.client.ModelClient;
import io.adit.models.story.ModelLink;
import io.adit.models.story.ModelTunnel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One random life of a tunnel, the same for the same seed. */
final class Chaos {
  /** Small enough for a random life to meet them. */
  static final SpliceLimits LIMITS = new SpliceLimits(68_000, 5);

  /** So many random bytes are no other application's. */
  private static final int TELLING_BYTES = 8;

  private final Random random;
  private final ClientVersion sourceVersion;
  private final ClientVersion destinationVersion;
  private final Splice splice;
  private final ModelTunnel tunnel;
  private final List<String> story = new ArrayList<>();

  /** How many of a thousand steps change a link: a calm life gets further, another meets more. */
  private final int unrest;

  Chaos(long seed, List<String> services, ClientVersion source, ClientVersion destination) {
    random = new Random(seed);
    sourceVersion = source;
    destinationVersion = destination;
    splice = new Splice(services, LIMITS);
    tunnel = new ModelTunnel(services, new SpliceRelay(splice));
    unrest = 1 + random.nextInt(40);
    if (random.nextBoolean()) {
      tunnel.connectDestination(destinationVersion);
    }
    tunnel.connectSource(sourceVersion);
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
      tunnel.connectSource(sourceVersion);
    }
    if (tunnel.destination().isEmpty()) {
      tunnel.connectDestination(destinationVersion);
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
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        tunnel.connectSource(sourceVersion);
        tell("source connected");
      }
      case 2, 3 -> {
        tunnel.connectDestination(destinationVersion);
        tell("destination connected");
      }
      case 4 -> {
        tunnel.dropSource();
        tell("source dropped");
      }
      default -> {
        tunnel.dropDestination();
        tell("destination dropped");
      }
    }
    if (tunnel.destination().isEmpty() && random.nextBoolean()) {
      splice.onDestinationWaitOver();
      tell("wait over");
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
