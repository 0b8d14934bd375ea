package io.adit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code adit test}: the launcher's own; here it is for the list of commands. */
@Command(
    name = "test",
    header = "Run the whole test suite (from the source tree).",
    description = "%nRuns Maven's 'verify' over all modules and passes its arguments on.%n",
    customSynopsis = "Usage: adit test [MAVEN ARGUMENT]...",
    synopsisHeading = "",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit test",
      "  adit test -pl wire",
      "  adit test -pl server -am -Dtest=AditServerTest -Dsurefire.failIfNoSpecifiedTests=false"
    })
final class TestCommand implements Callable<Integer> {
  @Unmatched private List<String> mavenArguments = new ArrayList<>();

  @Override
  public Integer call() {
    throw new CommandFailedException(
        "the tests run from the source tree: ./adit test " + String.join(" ", mavenArguments));
  }
}
