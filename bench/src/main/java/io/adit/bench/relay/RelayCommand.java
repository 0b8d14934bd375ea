package io.adit.bench.relay;

import io.adit.bench.carry.CarryBench;
import io.adit.bench.carry.CarryOptions;
import io.adit.bench.carry.CarryReport;
import io.adit.bench.carry.Generator;
import io.adit.bench.carry.Subject;
import io.adit.bench.command.BenchCommand;
import io.adit.bench.measure.PlotOption;
import io.adit.bench.process.Programs;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
public final class RelayCommand extends BenchCommand<CarryReport> {
  @Option(
      names = "--tunnels",
      paramLabel = "COUNT",
      split = ",",
      description = "How many at once, one load after the other. Default: 1,50.")
  private List<Integer> tunnels = List.of();

  @Option(
      names = "--mib",
      paramLabel = "COUNT",
      description = "How much each relay carries each way in a round. Default: ${DEFAULT-VALUE}.")
  private int mib = 2_048;

  @Mixin private CarryOptions options = new CarryOptions();

  @Mixin private PlotOption plots = new PlotOption();

  private final Programs programs = Programs.onPath();

  @Override
  protected void check() {
    if (mib < 1 || !areCounts(tunnels)) {
      throw wrong("--tunnels and --mib are counts, 1 or more");
    }
  }

  @Override
  protected CarryReport measure(Stage stage, PrintWriter out) throws IOException {
    List<Integer> counts = plots.counts(tunnels, List.of(1, 50));
    var bench = new CarryBench(options.plan(counts, mib, ProxyPrograms.NGINX_TLS), out);
    Generator generator = stage.owns(new Generator());
    Subject adit = stage.owns(new AditRelay(ServerProcess.start(stage), generator));
    var proxies = new ProxyPrograms(stage, programs, generator);
    for (int count : counts) {
      // One worker does for one connection.
      List<Subject> started =
          proxies.start(Math.min(count, Runtime.getRuntime().availableProcessors()));
      var subjects = new ArrayList<>(List.of(adit));
      subjects.addAll(started);
      bench.measure(count, subjects);
      started.forEach(Subject::close);
    }
    return bench.report();
  }

  @Override
  protected int tell(CarryReport report, PrintWriter out) throws IOException {
    report.draw(plots, "relay", "tunnels at once");
    report.print(out);
    programs.tellMissing(out);
    return report.exitCode();
  }
}
