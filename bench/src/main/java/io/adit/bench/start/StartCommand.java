package io.adit.bench.start;

import io.adit.bench.command.BenchCommand;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adit bench start}: how long programs take until they are of use. */
@Command(
    name = "start",
    header = "Start proxies, short commands and servers, beside a plain JVM.",
    description = {
      "",
      "Tells how long each takes from exec until it is ready. ./adit must have built its caches: run"
          + " it once without ADIT_NO_BUILD.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class StartCommand extends BenchCommand<StartReport> {
  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How often each is started. Default: ${DEFAULT-VALUE}.")
  private int rounds = 7;

  @Option(
      names = "--localproxy",
      paramLabel = "PATH",
      description = "AWS's localproxy, to be started too.")
  private @Nullable Path localproxy;

  @Override
  protected void check() {
    if (rounds < 1) {
      throw wrong("--rounds is a count, 1 or more");
    }
    Path official = localproxy;
    if (official != null && !Files.isExecutable(official)) {
      throw wrong("--localproxy: " + official + " is no program that can be run");
    }
  }

  @Override
  protected StartReport measure(Stage stage, PrintWriter out) throws IOException {
    return new StartLoad(rounds, stage.newFolder("start"), localproxy).run();
  }

  @Override
  protected int tell(StartReport report, PrintWriter out) {
    out.println(report.table());
    out.println();
    return 0;
  }
}
