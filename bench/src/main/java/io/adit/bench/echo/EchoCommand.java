package io.adit.bench.echo;

import io.adit.bench.carry.Generator;
import io.adit.bench.command.BenchCommand;
import io.adit.bench.measure.PlotOption;
import io.adit.bench.path.DistanceOption;
import io.adit.bench.path.Paths;
import io.adit.bench.process.Programs;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adit bench echo}: how long answers take, beside OpenSSH. */
@Command(
    name = "echo",
    header = "Measure how long answers take from application to application, beside OpenSSH.",
    description = {
      "",
      "Sends 64 bytes and waits for them to come back, through a source proxy, the relay and a"
          + " destination proxy, and through OpenSSH's -R and -L, in turns.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class EchoCommand extends BenchCommand<EchoReport> {
  private static final int QUICK_ECHOES = 2_000;
  private static final int NEW_CONNECTIONS = 200;
  private static final int QUICK_NEW_CONNECTIONS = 100;

  @Option(
      names = "--connections",
      paramLabel = "COUNT",
      split = ",",
      description = "How many ask at once, one load after the other. Default: 1.")
  private List<Integer> connections = List.of();

  @Option(
      names = "--echoes",
      paramLabel = "COUNT",
      description = "How many in a round. Default: ${DEFAULT-VALUE}.")
  private int echoes = 20_000;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How often; medians are told. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--quick", description = "A short trial: one round, and fewer echoes.")
  private boolean quick;

  @Mixin private DistanceOption distance = new DistanceOption();

  @Mixin private PlotOption plots = new PlotOption();

  private final Programs programs = Programs.onPath();

  @Override
  protected void check() {
    if (echoes < 1 || rounds < 1 || !areCounts(connections)) {
      throw wrong("--connections, --echoes and --rounds are counts, 1 or more");
    }
  }

  @Override
  protected EchoReport measure(Stage stage, PrintWriter out) throws IOException {
    var bench =
        new EchoBench(
            new EchoBench.Plan(
                plots.counts(connections, List.of(1)),
                quick ? Math.min(echoes, QUICK_ECHOES) : echoes,
                quick ? QUICK_NEW_CONNECTIONS : NEW_CONNECTIONS,
                quick ? 1 : rounds,
                Paths.OPENSSH),
            out);
    Generator generator = stage.owns(new Generator());
    bench.measure(new Paths(stage, programs, generator, distance.on(stage)).start());
    return bench.report();
  }

  @Override
  protected int tell(EchoReport report, PrintWriter out) throws IOException {
    report.draw(plots);
    report.print(out);
    programs.tellMissing(out);
    return 0;
  }
}
