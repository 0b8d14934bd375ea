package io.adit.bench.proxy;

import io.adit.bench.carry.CarryBench;
import io.adit.bench.carry.CarryOptions;
import io.adit.bench.carry.Circuits;
import io.adit.bench.command.BenchCommand;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adit bench proxy}: a proxy of ours beside AWS's localproxy. */
@Command(
    name = "proxy",
    header = "Measure a proxy by itself, beside AWS's localproxy in the same place.",
    description = {
      "",
      "Each is on one side of a tunnel of ours in turn, as source and as destination, with adit"
          + " proxy on the other side. Only its own processor time counts: half of AWS's may be used"
          + " for what goes up to the relay, and as much as AWS's for what comes down.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class ProxyCommand extends BenchCommand<ProxyReport> {
  private static final int KIB = 1024;
  private static final int LEAST_KIB = (Circuits.MESSAGE_BYTES + KIB - 1) / KIB;

  @Option(
      names = "--localproxy",
      paramLabel = "PROGRAM",
      required = true,
      description = "AWS's localproxy.")
  private Path localproxy = Path.of("localproxy");

  @Option(
      names = "--mib",
      paramLabel = "COUNT",
      description = "How much is carried each way in a round. Default: ${DEFAULT-VALUE}.")
  private int mib = 1_024;

  @Option(
      names = "--down",
      paramLabel = "KIB",
      description =
          "How much of what goes down may be under way at once. From 3.0 on localproxy ends when"
              + " 128 KiB wait for an application. Default: ${DEFAULT-VALUE}.")
  private int down = 128;

  @Option(
      names = "--up",
      paramLabel = "KIB",
      description = "The same of what goes up. Default: as much as goes.")
  private int up = Integer.MAX_VALUE;

  @Mixin private CarryOptions options = new CarryOptions();

  @Override
  protected void check() {
    if (!areCounts(List.of(mib)) || Math.min(up, down) < LEAST_KIB) {
      throw wrong("--mib is a count, 1 or more; --up and --down are " + LEAST_KIB + " or more");
    }
    if (!Files.isExecutable(localproxy)) {
      throw wrong("--localproxy: " + localproxy + " is no program that can be run");
    }
  }

  @Override
  protected ProxyReport measure(Stage stage, PrintWriter out) throws IOException {
    CarryBench.Plan plan = options.plan(List.of(1), mib, ProxyLoad.OFFICIAL);
    var pace = new MeasuredProxy.Pace(bytes(up), bytes(down));
    return ProxyReport.of(new ProxyLoad(stage, localproxy, pace, plan, out).run(), pace);
  }

  private static long bytes(int kib) {
    return kib == Integer.MAX_VALUE ? MeasuredProxy.Pace.FREE : (long) kib * KIB;
  }

  @Override
  protected int tell(ProxyReport report, PrintWriter out) {
    report.print(out);
    return report.exitCode();
  }
}
