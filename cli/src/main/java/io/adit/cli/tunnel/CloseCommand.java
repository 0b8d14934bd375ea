package io.adit.cli.tunnel;

import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.cli.api.TunnelId;
import io.adit.cli.api.Tunnels;
import java.io.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adit tunnel close}. */
@Command(
    name = "close",
    header = "Close tunnels; who is connected is put out.",
    mixinStandardHelpOptions = true)
final class CloseCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Parameters(arity = "1..*", paramLabel = "TUNNEL", description = "Ids or ARNs.")
  private final List<String> ids = new ArrayList<>();

  @Option(names = "--delete", description = "Forget them too: they cannot be described any more.")
  private boolean delete;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. In scripts nothing is asked anyway.")
  private boolean yes;

  @Mixin private final TunnelCall call = new TunnelCall();

  CloseCommand() {}

  @Override
  public Integer call() {
    List<String> wanted = ids.stream().map(TunnelId::of).distinct().toList();
    if (!yes && !isConfirmed(wanted)) {
      throw new CommandFailedException("nothing was closed");
    }
    try (Tunnels tunnels = call.connect()) {
      for (String id : wanted) {
        // Says so where there is none.
        var _ = tunnels.describe(id);
        tunnels.close(id, delete, LIMIT);
        if (!call.isJson()) {
          call.out().println((delete ? "deleted " : "closed ") + id);
          call.out().flush();
        }
      }
    }
    return ExitCode.OK;
  }

  private static boolean isConfirmed(List<String> wanted) {
    Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (terminal.isEmpty()) {
      return true;
    }
    String question =
        wanted.size() == 1
            ? "Close " + wanted.getFirst() + "? [y/N] "
            : "Close " + wanted.size() + " tunnels? [y/N] ";
    String answer = terminal.get().readLine("%s", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
