package io.adit.bench.start;

import io.adit.bench.measure.Figures;
import io.adit.bench.process.Scratch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
public final class StartCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

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

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the figures go. Default: ${DEFAULT-VALUE}.")
  private Path json = Path.of("target/bench/start.json");

  @Override
  public Integer call() throws IOException {
    CommandSpec its = spec;
    if (its == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    if (rounds < 1) {
      throw new ParameterException(its.commandLine(), "--rounds is a count, 1 or more");
    }
    PrintWriter out = its.commandLine().getOut();
    try (Scratch scratch = Scratch.make()) {
      StartReport report = new StartLoad(rounds, scratch.folder(), localproxy).run();
      Figures.write(json, report);
      out.println(report.table());
      out.println();
      out.println("The same as JSON: " + json.toAbsolutePath());
      out.flush();
      return 0;
    }
  }
}
