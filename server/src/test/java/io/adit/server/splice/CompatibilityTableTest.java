package io.adit.server.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.models.client.ClientVersion;
import io.adit.models.story.ConnectionsAtOnce;
import io.adit.models.story.ModelTunnel;
import io.adit.models.story.PairsPage;
import io.adit.models.story.PairsPage.Pair;
import io.adit.models.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which pair of clients can do what through the relay's translation: every cell is played, and the
 * published table is the one that was played.
 */
class CompatibilityTableTest {
  private static final Path PUBLISHED = Path.of("..", "docs", "compatibility-pairs.md");
  private static final Path PLAYED = Path.of("target", "compatibility-pairs.md");
  private static final List<String> SERVICES = List.of("SSH");

  static Stream<Arguments> cells() {
    return Story.ALL.stream()
        .flatMap(story ->
            PairsPage.pairs()
                .filter(pair -> story.isFor(pair.source(), pair.destination()))
                .map(pair -> Arguments.of(story, pair)));
  }

  static Stream<Pair> pairs() {
    return PairsPage.pairs();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cells")
  void everyPairPlaysTheStory(Story story, Pair pair) {
    assertThat(play(story, pair)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void thereAreAsManyConnectionsAtOnceAsBothSidesCarry(Pair pair) {
    boolean many = pair.source().manyConnections() && pair.destination().manyConnections();

    assertThat(connectionsAtOnce(pair)).isEqualTo(many ? ConnectionsAtOnce.MANY : 1);
  }

  @Test
  void thePublishedTableIsTheOneThatWasPlayed() throws IOException {
    String played =
        PairsPage.of(
            new PairsPage.Outcomes() {
              @Override
              public boolean managed(Story story, Pair pair) {
                return play(story, pair).isEmpty();
              }

              @Override
              public int atOnce(Pair pair) {
                return connectionsAtOnce(pair);
              }
            });
    Files.createDirectories(PLAYED.getParent());
    Files.writeString(PLAYED, played);

    assertThat(PUBLISHED)
        .as("%s; if the difference is meant, copy %s there", PUBLISHED, PLAYED)
        .content()
        .isEqualTo(played);
  }

  private static Optional<String> play(Story story, Pair pair) {
    return story.play(tunnel(pair.source(), pair.destination(), story.services()));
  }

  private static int connectionsAtOnce(Pair pair) {
    ModelTunnel tunnel = tunnel(pair.source(), pair.destination(), SERVICES);
    return ConnectionsAtOnce.count(tunnel, SERVICES.getFirst(), pair.source().manyConnections());
  }

  private static ModelTunnel tunnel(
      ClientVersion source, ClientVersion destination, List<String> services) {
    return ModelTunnel.connected(source, destination, services, new SpliceRelay(services));
  }
}
