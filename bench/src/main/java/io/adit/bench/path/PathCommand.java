package io.adit.bench.path;

import io.adit.bench.carry.CarryBench;
import io.adit.bench.carry.CarryOptions;
import io.adit.bench.carry.CarryReport;
import io.adit.bench.carry.Generator;
import io.adit.bench.carry.Subject;
import io.adit.bench.command.BenchCommand;
import io.adit.bench.measure.PlotOption;
import io.adit.bench.process.Programs;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adit bench path}: from application to application, beside OpenSSH. */
@Command(
    name = "path",
    header = "Measure the whole way from application to application, beside OpenSSH.",
    description = {
      "",
      "Sends bytes through a source proxy, the relay and a destination proxy, and through OpenSSH's"
          + " -R and -L, in turns, and tells the processor time of all their processes for a GiB.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class PathCommand extends BenchCommand<CarryReport> {
  @Option(
      names = "--connections",
      paramLabel = "COUNT",
      split = ",",
      description = "How many at once, one load after the other. Default: 1,8.")
  private List<Integer> connections = List.of();

  @Option(
      names = "--mib",
      paramLabel = "COUNT",
      description = "How much is carried each way in a round. Default: ${DEFAULT-VALUE}.")
  private int mib = 1_024;

  @Mixin private CarryOptions options = new CarryOptions();

  @Mixin private DistanceOption distance = new DistanceOption();

  @Mixin private PlotOption plots = new PlotOption();

  private final Programs programs = Programs.onPath();

  @Override
  protected void check() {
    if (mib < 1 || !areCounts(connections)) {
      throw wrong("--connections and --mib are counts, 1 or more");
    }
  }

  @Override
  protected CarryReport measure(Stage stage, PrintWriter out) throws IOException {
    List<Integer> counts = plots.counts(connections, List.of(1, 8));
    var bench = new CarryBench(options.plan(counts, mib, Paths.OPENSSH), out);
    Generator generator = stage.owns(new Generator());
    var paths = new Paths(stage, programs, generator, distance.on(stage));
    List<Subject> subjects = List.copyOf(paths.start());
    for (int count : counts) {
      bench.measure(count, subjects);
    }
    return bench.report();
  }

  @Override
  protected int tell(CarryReport report, PrintWriter out) throws IOException {
    report.draw(plots, "path", "connections at once");
    report.print(out);
    programs.tellMissing(out);
    return report.exitCode();
  }
}
