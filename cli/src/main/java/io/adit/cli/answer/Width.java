package io.adit.cli.answer;

import io.adit.cli.proxy.status.Terminal;
import java.io.Console;
import java.util.Optional;

/** How many characters a line of output may have. */
public final class Width {
  private static final int USUAL = 80;

  private Width() {}

  /** Nothing is cut in a pipe. */
  public static int ofOutput() {
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return isTerminal ? Terminal.standardError().width().orElse(USUAL) : Integer.MAX_VALUE;
  }
}
