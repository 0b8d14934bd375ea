package io.adit.server.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.models.App;
import io.adit.models.client.ClientVersion;
import io.adit.models.client.ModelApp;
import io.adit.models.story.Echo;
import io.adit.models.story.ModelTunnel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pair of clients, and every sequence of clients, in random lives of opens, data, closes,
 * failed connects, drops, departures and replacements: what arrives is a prefix of what was sent,
 * never bytes of another connection; no client is sent what harms it; and the tunnel works
 * afterwards.
 */
class AnyInterleavingTest {
  private static final int LIVES = 60;
  private static final int MIXED_LIVES = 1_500;
  private static final int STEPS = 400;
  private static final int MOST_UNREAD_RESETS = 10;

  static Stream<Arguments> pairsAndServices() {
    return Arrays.stream(ClientVersion.values())
        .filter(ClientVersion::isModelledAsSource)
        .flatMap(source ->
            Arrays.stream(ClientVersion.values())
                .flatMap(destination ->
                    servicesFor(source, destination)
                        .map(services -> Arguments.of(source, destination, services))));
  }

  private static Stream<List<String>> servicesFor(ClientVersion source, ClientVersion destination) {
    Stream<List<String>> oneOrNone = Stream.of(List.of(), List.of("SSH"));
    boolean several = source.namesServices() && destination.namesServices();
    return several ? Stream.concat(oneOrNone, Stream.of(List.of("SSH", "HTTP"))) : oneOrNone;
  }

  @ParameterizedTest(name = "{0} to {1}, services {2}")
  @MethodSource("pairsAndServices")
  void noConnectionLosesItsOrderOrGetsBytesOfAnother(
      ClientVersion source, ClientVersion destination, List<String> services) {
    assertGoodLives(LIVES, services, List.of(source), List.of(destination));
  }

  /** Each link that comes may be of another version than the one that it replaces. */
  @ParameterizedTest(name = "services {0}")
  @MethodSource("serviceLists")
  void clientsOfAllVersionsMayFollowEachOther(List<String> services) {
    List<ClientVersion> all =
        Arrays.stream(ClientVersion.values())
            .filter(version -> services.size() < 2 || version.namesServices())
            .toList();
    List<ClientVersion> sources = all.stream().filter(ClientVersion::isModelledAsSource).toList();

    assertGoodLives(MIXED_LIVES, services, sources, all);
  }

  static Stream<List<String>> serviceLists() {
    return Stream.of(List.of(), List.of("SSH"), List.of("SSH", "HTTP"));
  }

  private static void assertGoodLives(
      int lives,
      List<String> services,
      List<ClientVersion> sources,
      List<ClientVersion> destinations) {
    int spoke = 0;
    for (long seed = 0; seed < lives; seed++) {
      Chaos chaos = new Chaos(seed, services, sources, destinations);

      chaos.live(STEPS);
      assertPrefixes(chaos, "seed " + seed);
      chaos.comeToRest();
      assertPrefixes(chaos, "seed " + seed);

      assertThat(chaos.tunnel().harm()).as("seed %s: %s", seed, chaos.story()).isEmpty();
      assertBothEndsAgree(chaos, seed);
      spoke += thatReceived(chaos.tunnel().sourceApps());
      spoke += thatReceived(chaos.tunnel().destinationApps());
      chaos.closeAllBySource();
      assertWorks(chaos, seed);
    }
    // Else the lives were too dull to show anything.
    assertThat(spoke).isGreaterThan(2 * lives);
  }

  private static int thatReceived(List<ModelApp> apps) {
    return (int) apps.stream().filter(app -> app.traffic().receivedBytes() > 0).count();
  }

  private static void assertPrefixes(Chaos chaos, String seed) {
    List<ModelApp> sources = chaos.tunnel().sourceApps();
    List<ModelApp> destinations = chaos.tunnel().destinationApps();
    Map<App, App> peers = new HashMap<>();
    for (ModelApp app : destinations) {
      assertPrefixOfOne(app, sources, peers, seed);
    }
    for (ModelApp app : sources) {
      assertPrefixOfOne(app, destinations, peers, seed);
    }
  }

  private static void assertPrefixOfOne(
      ModelApp receiver, List<ModelApp> senders, Map<App, App> peers, String seed) {
    if (receiver.traffic().receivedBytes() == 0) {
      return;
    }
    List<ModelApp> matching =
        senders.stream().filter(app -> receiver.traffic().isPrefixOf(app.traffic())).toList();
    assertThat(matching).as("%s: who sent what %s received", seed, receiver).hasSize(1);
    ModelApp sender = matching.getFirst();
    assertThat(sender.service()).as(seed).isEqualTo(receiver.service());
    assertPaired(receiver, sender, peers, seed);
    assertPaired(sender, receiver, peers, seed);
  }

  private static void assertPaired(App one, App other, Map<App, App> peers, String seed) {
    assertThat(peers.merge(one, other, (known, _) -> known))
        .as("%s: the only peer of %s", seed, one)
        .isSameAs(other);
  }

  private static void assertBothEndsAgree(Chaos chaos, long seed) {
    ModelTunnel tunnel = chaos.tunnel();
    if (isSourceDeaf(tunnel)) {
      // A deaf source has not heard of the ends yet; its next local connection wakes it up.
      return;
    }
    long atSource = tunnel.sourceApps().stream().filter(App::isOpen).count();
    long atDestination = tunnel.destinationApps().stream().filter(App::isOpen).count();
    assertThat(atDestination).as("seed %s: %s", seed, chaos.story()).isEqualTo(atSource);
    assertThat(chaos.splice().openConnections()).as("seed %s", seed).isEqualTo((int) atSource);
  }

  private static void assertWorks(Chaos chaos, long seed) {
    for (String service : chaos.tunnel().applicationServices()) {
      for (int i = 0; i < 2; i++) {
        assertThat(passesAnEcho(chaos, service)).as("seed %s: %s", seed, chaos.story()).isTrue();
      }
    }
    assertThat(chaos.tunnel().harm()).as("seed %s", seed).isEmpty();
  }

  /** A source that had several STREAM_RESETs unread goes deaf again at each: it may try again. */
  private static boolean passesAnEcho(Chaos chaos, String service) {
    for (int i = 0; i < MOST_UNREAD_RESETS; i++) {
      Optional<Echo> echo = Echo.open(chaos.tunnel(), service);
      boolean passes = echo.isPresent() && echo.get().passes();
      boolean deaf = isSourceDeaf(chaos.tunnel());
      echo.ifPresent(Echo::close);
      if (passes || !deaf) {
        return passes;
      }
    }
    return false;
  }

  private static boolean isSourceDeaf(ModelTunnel tunnel) {
    return tunnel.source().stream().anyMatch(link -> !link.client().isReading());
  }
}
