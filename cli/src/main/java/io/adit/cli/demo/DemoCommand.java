package io.adit.cli.demo;

import io.adit.cli.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adit demo}. */
@Command(
    name = "demo",
    description = "Show a device being reached, on this machine alone.",
    footer = {
      "",
      "Everything runs in this process, on free ports of the loopback address, with a temporary",
      "data folder that is removed at the end. Nothing else has to be installed.",
      "",
      "Examples:",
      "  adit demo           show the steps, then keep running until Ctrl-C",
      "  adit demo --once    end after the round trip",
      "",
      "Exit codes: 0 every step worked, 2 a step failed."
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--once", description = "End after the round trip.")
  private boolean once;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused")
  private boolean help;

  @Override
  public Integer call() throws Exception {
    Logging.quiet();
    var steps = new DemoSteps(spec.commandLine().getOut());
    Path folder = Files.createTempDirectory("adit-demo-");
    var demo = new Demo(steps, folder);
    // Also what ends a demo that is interrupted.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tidy(demo, folder), "end of the demo"));
    try {
      List<String> lines = demo.run();
      if (!once) {
        steps.say("\nIt keeps running. In another terminal:\n");
        lines.forEach(line -> steps.say("   " + line));
        steps.say("\nCtrl-C ends it.");
        new CountDownLatch(1).await();
      }
      steps.say("\nEvery step worked.");
      return 0;
    } catch (DemoSteps.FailedException e) {
      return 2;
    }
  }

  private static void tidy(Demo demo, Path folder) {
    try {
      demo.end();
      remove(folder);
    } catch (Exception e) {
      System.err.println("The demo left something behind: " + e.getMessage());
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
