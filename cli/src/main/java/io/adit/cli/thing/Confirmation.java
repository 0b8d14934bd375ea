package io.adit.cli.thing;

import io.adit.cli.CommandFailedException;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Asks before something is done that cannot be undone. */
final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask; needed where there is no terminal.")
  private boolean yes;

  Confirmation() {}

  /**
   * Goes on only where the user says so.
   *
   * @throws CommandFailedException where he does not, or cannot be asked
   */
  void ask(String question) {
    if (yes) {
      return;
    }
    Console terminal =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .orElseThrow(() ->
                new CommandFailedException(
                    "nothing was done: there is no terminal to ask on, so say --yes"));
    String answer = terminal.readLine("%s [y/N] ", question);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandFailedException("nothing was done");
    }
  }
}
