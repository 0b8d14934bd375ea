package io.adit.bench.faults;

import io.adit.faults.load.RunOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adit bench history}: clients at random, while everything goes wrong. */
@Command(
    name = "history",
    header = "Strike a server under clients at random, and check their history.",
    description = {
      "",
      "Clients open, rotate, tag, close and delete tunnels, connect both sides with and without a"
          + " client token, race, steal and copy, while the server is killed and started, stands"
          + " still, and links are dropped. The exit code is 1 where the history shows what must"
          + " not be: two bearers of one token, a byte after CloseTunnel or in another tunnel, a"
          + " stream that is no prefix, an answered call that is lost, a revoked token let in.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class HistoryCommand extends StrikingCommand {
  private static final int ROUND_SECONDS = 60;

  @Option(
      names = "--seconds",
      paramLabel = "COUNT",
      description = "How long, in rounds of at most a minute. Default: ${DEFAULT-VALUE}.")
  private int seconds = 60;

  @Override
  protected void check() {
    if (!areCounts(List.of(seconds, clients()))) {
      throw wrong("--seconds and --clients are counts, 1 or more");
    }
  }

  @Override
  List<RunOptions> runs() {
    int rounds = (seconds + ROUND_SECONDS - 1) / ROUND_SECONDS;
    return LongStream.range(0, rounds)
        .mapToObj(round ->
            RunOptions.of(
                seed() + round,
                clients(),
                Duration.ofSeconds(Math.min(ROUND_SECONDS, seconds - round * ROUND_SECONDS))))
        .toList();
  }
}
