package io.adit.cli.reach;

import picocli.CommandLine.Option;

/** How much a command of ours says; ssh and its like have these letters already. */
final class ProgressOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but what was asked for, and errors.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say each step, with the time.")
  private boolean verbose;

  ProgressOptions() {}

  boolean isQuiet() {
    return quiet;
  }

  Progress start() {
    return Progress.start(quiet, verbose);
  }
}
