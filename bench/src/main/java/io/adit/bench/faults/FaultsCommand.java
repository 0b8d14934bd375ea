package io.adit.bench.faults;

import io.adit.faults.load.RunOptions;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adit bench faults}: kill -9 under load, again and again. */
@Command(
    name = "faults",
    header = "Kill a server under load, again and again, and check what was answered.",
    description = {
      "",
      "The load and the checks are those of history; the server is killed at random moments with"
          + " kill -9 and started again on the same data. The exit code is 1 where an answered call"
          + " is lost, or anything else that must not be.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class FaultsCommand extends StrikingCommand {
  private static final int ROUND_KILLS = 25;

  @Option(
      names = "--kills",
      paramLabel = "COUNT",
      description = "How often, in rounds of at most 25. Default: ${DEFAULT-VALUE}.")
  private int kills = 200;

  @Override
  protected void check() {
    if (!areCounts(List.of(kills, clients()))) {
      throw wrong("--kills and --clients are counts, 1 or more");
    }
  }

  @Override
  List<RunOptions> runs() {
    int rounds = (kills + ROUND_KILLS - 1) / ROUND_KILLS;
    return IntStream.range(0, rounds)
        .mapToObj(round ->
            RunOptions.kills(
                seed() + round, clients(), Math.min(ROUND_KILLS, kills - round * ROUND_KILLS)))
        .toList();
  }
}
