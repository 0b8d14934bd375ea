package io.adit.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code adit test}: listed here, done by the launcher, which needs no built program for it. */
@Command(
    name = "test",
    description = "Run the whole test suite (in a source tree).",
    mixinStandardHelpOptions = true)
public final class TestCommand implements Callable<Integer> {
  /** A public constructor, because picocli makes it. */
  public TestCommand() {}

  @Override
  public Integer call() {
    throw new CommandFailedException("the tests run from a source tree: ./adit test");
  }
}
