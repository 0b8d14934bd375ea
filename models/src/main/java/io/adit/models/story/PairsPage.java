package io.adit.models.story;

import io.adit.models.client.ClientVersion;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The published page of which pair of clients can do what. */
public final class PairsPage {
  /** The page's rows and columns. */
  public static final List<ClientVersion> VERSIONS =
      List.of(
          ClientVersion.LOCALPROXY_1_1_0,
          ClientVersion.LOCALPROXY_2_3_1,
          ClientVersion.LOCALPROXY_3_1_2,
          ClientVersion.LOCALPROXY_3_3_1,
          ClientVersion.LOCALPROXY_3_3_1_TOLD_V1,
          ClientVersion.ADIT);

  /** A source and a destination. */
  public record Pair(ClientVersion source, ClientVersion destination) {
    @Override
    public String toString() {
      return source + " to " + destination;
    }
  }

  /** What was played, wherever it was. */
  public interface Outcomes {
    /** Whether the pair managed the story. */
    boolean managed(Story story, Pair pair);

    /** As {@link ConnectionsAtOnce#count} says. */
    int atOnce(Pair pair);
  }

  private PairsPage() {}

  /** All pairs, row by row. */
  public static Stream<Pair> pairs() {
    return VERSIONS.stream()
        .flatMap(source -> VERSIONS.stream().map(destination -> new Pair(source, destination)));
  }

  /** The page in Markdown. */
  public static String of(Outcomes outcomes) {
    String stories =
        Story.ALL.stream()
            .map(story ->
                "## " + story.title() + "\n\n" + table(pair -> word(story, pair, outcomes)))
            .collect(Collectors.joining("\n"));
    return """
    # Which pairs of clients work

    Source down the side, destination across. `1.1.0` to `3.3.1` are versions of the official
    `localproxy`, `-y` is how it was started, `adit` is `adit proxy`. The tables are made by two
    tests, which must agree: `CompatibilityTableTest` plays each cell through the relay's
    translation alone, `CompatibilityPairsTest` against a running `adit server`, over TLS, with
    `adit proxy` itself. Of the official clients there are models, which `VerbatimPairsTest` holds
    to what was measured with the real ones.
    A `–` is a pair that has no words for it: V1 knows one nameless service.

    """
        + stories
        + "\n## Connections of one service at once, of "
        + ConnectionsAtOnce.MANY
        + " tried\n\n"
        + table(pair -> Integer.toString(outcomes.atOnce(pair)));
  }

  private static String word(Story story, Pair pair, Outcomes outcomes) {
    if (!story.isFor(pair.source(), pair.destination())) {
      return "–";
    }
    return outcomes.managed(story, pair) ? "ok" : "FAIL";
  }

  private interface Cell {
    String of(Pair pair);
  }

  private static String table(Cell cell) {
    String head =
        VERSIONS.stream().map(Object::toString).collect(Collectors.joining(" | ", "| | ", " |\n"));
    String rule = "| --- ".repeat(VERSIONS.size() + 1) + "|\n";
    return VERSIONS.stream()
        .map(source ->
            VERSIONS.stream()
                .map(destination -> cell.of(new Pair(source, destination)))
                .collect(Collectors.joining(" | ", "| **" + source + "** | ", " |\n")))
        .collect(Collectors.joining("", head + rule, ""));
  }
}
