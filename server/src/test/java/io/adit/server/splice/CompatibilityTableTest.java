package io.adit.server.splice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  private static final int MANY = 8;

  private static final List<ClientVersion> VERSIONS =
      List.of(
          ClientVersion.LOCALPROXY_1_1_0,
          ClientVersion.LOCALPROXY_2_3_1,
          ClientVersion.LOCALPROXY_3_1_2,
          ClientVersion.LOCALPROXY_3_3_1,
          ClientVersion.LOCALPROXY_3_3_1_TOLD_V1,
          ClientVersion.ADIT);

  static Stream<Arguments> cells() {
    return Story.ALL.stream()
        .flatMap(story ->
            pairs()
                .filter(pair -> story.isFor(pair.getFirst(), pair.getLast()))
                .map(pair -> Arguments.of(story, pair.getFirst(), pair.getLast())));
  }

  static Stream<Arguments> pairArguments() {
    return pairs().map(pair -> Arguments.of(pair.getFirst(), pair.getLast()));
  }

  private static Stream<List<ClientVersion>> pairs() {
    return VERSIONS.stream()
        .flatMap(source -> VERSIONS.stream().map(destination -> List.of(source, destination)));
  }

  @ParameterizedTest(name = "{0}: {1} to {2}")
  @MethodSource("cells")
  void everyPairPlaysTheStory(Story story, ClientVersion source, ClientVersion destination) {
    assertThat(new ScriptPlayer(source, destination, story.services()).play(story.script()))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairArguments")
  void thereAreAsManyConnectionsAtOnceAsBothSidesCarry(
      ClientVersion source, ClientVersion destination) {
    boolean many = source.manyConnections() && destination.manyConnections();

    assertThat(connectionsAtOnce(source, destination)).isEqualTo(many ? MANY : 1);
  }

  @Test
  void thePublishedTableIsTheOneThatWasPlayed() throws IOException {
    String played = page();
    Files.createDirectories(PLAYED.getParent());
    Files.writeString(PLAYED, played);

    assertThat(PUBLISHED)
        .as("%s; if the difference is meant, copy %s there", PUBLISHED, PLAYED)
        .content()
        .isEqualTo(played);
  }

  /** Opens one that speaks, then more; returns how many speak while the first lives on. */
  private static int connectionsAtOnce(ClientVersion source, ClientVersion destination) {
    List<String> services = List.of("SSH");
    ModelTunnel tunnel =
        new ModelTunnel(services, new Splice(services, SpliceLimits.DEFAULT)::attach);
    tunnel.connectDestination(destination);
    tunnel.connectSource(source);
    tunnel.settle();
    Echo first = Echo.open(tunnel, "SSH").orElseThrow();
    boolean firstSpeaks = first.passes();
    long more =
        IntStream.range(1, MANY)
            .mapToObj(_ -> source.manyConnections() ? Echo.open(tunnel, "SSH") : none())
            .flatMap(Optional::stream)
            .filter(Echo::passes)
            .count();
    assertThat(firstSpeaks && first.passes()).isTrue();
    assertThat(tunnel.harm()).isEmpty();
    return 1 + (int) more;
  }

  private static Optional<Echo> none() {
    return Optional.empty();
  }

  private static String page() {
    String stories =
        Story.ALL.stream()
            .map(story -> "## " + story.title() + "\n\n" + table((s, d) -> outcome(story, s, d)))
            .collect(Collectors.joining("\n"));
    return """
    # Which pairs of clients work

    Source down the side, destination across. `1.1.0` to `3.3.1` are versions of the official
    `localproxy`, `-y` is how it was started, `adit` is `adit proxy`. The tables are made by
    `CompatibilityTableTest`, which plays each cell through the relay's translation with models
    of these clients; `ModelClientTest` holds the models to what was measured with the real ones.
    A `–` is a pair that has no words for it: V1 knows one nameless service.

    """
        + stories
        + "\n## Connections of one service at once, of "
        + MANY
        + " tried\n\n"
        + table((source, destination) -> Integer.toString(connectionsAtOnce(source, destination)));
  }

  private static String outcome(Story story, ClientVersion source, ClientVersion destination) {
    if (!story.isFor(source, destination)) {
      return "–";
    }
    boolean works =
        new ScriptPlayer(source, destination, story.services()).play(story.script()).isEmpty();
    return works ? "ok" : "FAIL";
  }

  private interface Cell {
    String of(ClientVersion source, ClientVersion destination);
  }

  private static String table(Cell cell) {
    String head =
        VERSIONS.stream().map(Object::toString).collect(Collectors.joining(" | ", "| | ", " |\n"));
    String rule = "| --- ".repeat(VERSIONS.size() + 1) + "|\n";
    return VERSIONS.stream()
        .map(source ->
            VERSIONS.stream()
                .map(destination -> cell.of(source, destination))
                .collect(Collectors.joining(" | ", "| **" + source + "** | ", " |\n")))
        .collect(Collectors.joining("", head + rule, ""));
  }
}
