package io.adit.bench.relay;

import io.adit.bench.measure.Figures;
import io.adit.bench.process.Programs;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adit bench relay}: the relay alone, beside public proxies. */
@Command(
    name = "relay",
    header = "Measure what carrying bytes costs the relay, beside nginx, haproxy and socat.",
    description = {
      "",
      "Sends messages of 64 KiB through Adit's server and through each proxy that is installed, in"
          + " turns, and tells the processor time of the relay alone, for a GiB.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class RelayCommand implements Callable<Integer> {
  private static final int QUICK_MIB = 512;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--tunnels",
      paramLabel = "COUNT",
      split = ",",
      description = "How many at once, one load after the other. Default: 1,50.")
  private List<Integer> tunnels = List.of(1, 50);

  @Option(
      names = "--mib",
      paramLabel = "COUNT",
      description = "How much each relay carries each way in a round. Default: ${DEFAULT-VALUE}.")
  private int mib = 2_048;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How often; medians are told. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Relays whose names begin so, such as Adit,nginx. Default: all.")
  private List<String> only = List.of();

  @Option(names = "--quick", description = "A short trial: one round, and fewer bytes.")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the figures go. Default: ${DEFAULT-VALUE}.")
  private Path json = Path.of("target/bench/relay.json");

  @Override
  public Integer call() throws IOException {
    CommandSpec its = spec;
    if (its == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    if (mib < 1 || rounds < 1 || tunnels.stream().anyMatch(count -> count < 1)) {
      throw new ParameterException(
          its.commandLine(), "--tunnels, --mib and --rounds are counts, 1 or more");
    }
    PrintWriter out = its.commandLine().getOut();
    var plan =
        new RelayBench.Plan(
            tunnels, quick ? Math.min(mib, QUICK_MIB) : mib, quick ? 1 : rounds, only);
    Programs programs = Programs.onPath();
    try (Stage stage = new Stage()) {
      RelayReport report = new RelayBench(plan, stage, programs, out).run();
      Figures.write(json, report);
      out.println();
      out.println(report.machine().inWords());
      out.println();
      out.println(report.table());
      out.println();
      programs.tellMissing(out);
      out.println("The same as JSON: " + json.toAbsolutePath());
      out.flush();
      return 0;
    }
  }
}
