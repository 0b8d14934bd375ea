package io.adit.conformance.pairs;

import static java.util.Objects.requireNonNull;

import io.adit.models.client.ClientVersion;
import io.adit.models.story.PairsPage;
import io.adit.models.story.Story;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/** All plays of the published tables, under way from the start, some at a time. */
public final class PairPlays implements AutoCloseable, PairsPage.Outcomes {
  private static final int AT_A_TIME = 6;
  private static final List<String> AT_ONCE_SERVICES = List.of("SSH");

  private final PairServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory());
  private final Map<Play, CompletableFuture<Optional<String>>> stories = new ConcurrentHashMap<>();
  private final Map<PairsPage.Pair, CompletableFuture<Integer>> counts = new ConcurrentHashMap<>();

  private record Play(String title, PairsPage.Pair pair) {}

  /** Something that is played in a lane, once, and what came of it. */
  private record Turn<T>(CompletableFuture<T> outcome, Function<Lane, T> played) {
    void playIn(Lane lane) {
      try {
        outcome.complete(played.apply(lane));
      } catch (RuntimeException | AssertionError e) {
        fail(e);
      }
    }

    void fail(Throwable cause) {
      outcome.completeExceptionally(cause);
    }
  }

  public PairPlays(PairServer server) {
    this.server = server;
    var kinds = Story.ALL.stream().map(Story::services).distinct().toList();
    // What takes longest comes first.
    kinds.forEach(this::playWithOurs);
    for (var services : kinds) {
      PairsPage.pairs()
          .filter(pair -> !isOurs(pair.source()) && !isOurs(pair.destination()))
          .flatMap(pair -> turns(services, pair))
          .forEach(turn -> inLane(services, List.of(turn)));
    }
  }

  /**
   * Our source waits for replies after some closes: those lanes are divided where they are long.
   */
  private void playWithOurs(List<String> services) {
    var fromOurs = PairsPage.pairs().filter(pair -> isOurs(pair.source())).toList();
    if (services.equals(AT_ONCE_SERVICES)) {
      fromOurs.forEach(pair -> inOneLane(services, Stream.of(pair)));
    } else {
      inOneLane(services, fromOurs.stream());
    }
    inOneLane(
        services,
        PairsPage.pairs().filter(pair -> !isOurs(pair.source()) && isOurs(pair.destination())));
  }

  private static boolean isOurs(ClientVersion version) {
    return version == ClientVersion.ADIT;
  }

  private void inOneLane(List<String> services, Stream<PairsPage.Pair> pairs) {
    inLane(services, pairs.<Turn<?>>flatMap(pair -> turns(services, pair)).toList());
  }

  private Stream<Turn<?>> turns(List<String> services, PairsPage.Pair pair) {
    var source = Participant.of(pair.source());
    var destination = Participant.of(pair.destination());
    Stream<Turn<?>> ofStories =
        Story.ALL.stream()
            .filter(story -> story.services().equals(services))
            .filter(story -> story.isFor(pair.source(), pair.destination()))
            .map(story ->
                new Turn<>(story(story, pair), lane -> lane.play(story, source, destination)));
    return services.equals(AT_ONCE_SERVICES)
        ? Stream.concat(
            ofStories,
            Stream.of(new Turn<>(count(pair), lane -> lane.connectionsAtOnce(source, destination))))
        : ofStories;
  }

  private void inLane(List<String> services, List<Turn<?>> turns) {
    var _ =
        threads.submit(() -> {
          try (var lane = new Lane(server, services)) {
            turns.forEach(turn -> turn.playIn(lane));
          } catch (RuntimeException | AssertionError e) {
            // Without a tunnel; a turn that was played keeps its outcome.
            turns.forEach(turn -> turn.fail(e));
          }
        });
  }

  private CompletableFuture<Optional<String>> story(Story story, PairsPage.Pair pair) {
    return stories.computeIfAbsent(new Play(story.title(), pair), _ -> new CompletableFuture<>());
  }

  private CompletableFuture<Integer> count(PairsPage.Pair pair) {
    return counts.computeIfAbsent(pair, _ -> new CompletableFuture<>());
  }

  /** What did not come about; waits until it was played. */
  public Optional<String> failure(Story story, PairsPage.Pair pair) {
    return requireNonNull(story(story, pair).join());
  }

  @Override
  public boolean managed(Story story, PairsPage.Pair pair) {
    return failure(story, pair).isEmpty();
  }

  @Override
  public int atOnce(PairsPage.Pair pair) {
    return count(pair).join();
  }

  /** Plays a story in a tunnel of its own, now. */
  public Optional<String> playNow(Story story, Participant source, Participant destination) {
    try (var lane = new Lane(server, story.services())) {
      return lane.play(story, source, destination);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
