package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.pairs.PairPlays;
import io.adit.conformance.pairs.PairServer;
import io.adit.conformance.pairs.Participant;
import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.OfficialLocalproxy;
import io.adit.conformance.programs.Stage;
import io.adit.models.story.ConnectionsAtOnce;
import io.adit.models.story.PairsPage;
import io.adit.models.story.PairsPage.Pair;
import io.adit.models.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which pair of clients can do what against a running server: {@code adit proxy} itself, models of
 * AWS's clients over TLS, and the official client where there is one.
 */
class CompatibilityPairsTest {
  private static final Path PUBLISHED = Adit.root().resolve("docs/compatibility-pairs.md");
  private static final Path PLAYED = Path.of("target", "compatibility-pairs.md");

  @AutoClose static final Stage STAGE = new Stage();

  private static PairPlays plays;

  @BeforeAll
  static void play() {
    plays = STAGE.owns(new PairPlays(new PairServer(STAGE, AditProcess.start(STAGE))));
  }

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
    assertThat(plays.failure(story, pair)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void thereAreAsManyConnectionsAtOnceAsBothSidesCarry(Pair pair) {
    boolean many = pair.source().manyConnections() && pair.destination().manyConnections();

    assertThat(plays.atOnce(pair)).isEqualTo(many ? ConnectionsAtOnce.MANY : 1);
  }

  @Test
  void thePublishedTableIsTheOneThatWasPlayed() throws IOException {
    var played = PairsPage.of(plays);
    Files.createDirectories(PLAYED.getParent());
    Files.writeString(PLAYED, played);

    assertThat(PUBLISHED)
        .as("%s; if the difference is meant, copy %s there", PUBLISHED, PLAYED.toAbsolutePath())
        .content()
        .isEqualTo(played);
  }

  /** None where the reader names no official client; the run's summary says so. */
  @VerifiedWith(Client.LOCALPROXY)
  @TestFactory
  Stream<DynamicTest> theOfficialClientPlaysWithEachOther() {
    return OfficialLocalproxy.path().stream()
        .flatMap(_ -> Story.ALL.stream())
        .flatMap(story ->
            PairsPage.VERSIONS.stream()
                .map(Participant::of)
                .flatMap(other -> withTheOfficialOne(story, other)));
  }

  private static Stream<DynamicTest> withTheOfficialOne(Story story, Participant other) {
    var official = Participant.official();
    return story.isFor(official.like(), other.like())
        ? Stream.of(play(story, official, other), play(story, other, official))
        : Stream.of();
  }

  private static DynamicTest play(Story story, Participant source, Participant destination) {
    return DynamicTest.dynamicTest(
        story + ": " + source + " to " + destination,
        () -> assertThat(plays.playNow(story, source, destination)).isEmpty());
  }
}
