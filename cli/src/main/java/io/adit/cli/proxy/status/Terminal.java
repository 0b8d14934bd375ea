package io.adit.cli.proxy.status;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal that standard error is, if it is one. */
public interface Terminal {
  /** Characters in a line; empty where there is no terminal. */
  OptionalInt width();

  void write(String text);

  /** Asks the system's own programs, since Java cannot tell what standard error is. */
  static Terminal standardError() {
    PrintStream err = System.err;
    return new Terminal() {
      @Override
      public OptionalInt width() {
        return measure();
      }

      @Override
      public void write(String text) {
        err.print(text);
        err.flush();
      }
    };
  }

  private static OptionalInt measure() {
    try {
      Process stty =
          new ProcessBuilder("/bin/sh", "-c", "test -t 2 && stty size <&2")
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String said =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      stty.waitFor(2, TimeUnit.SECONDS);
      return parse(said);
    } catch (IOException e) {
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  /** What {@code stty size} says: rows and columns; some terminals do not know, and say 0. */
  private static OptionalInt parse(String said) {
    Matcher size = Pattern.compile("[0-9]{1,5} ([0-9]{1,5})").matcher(said);
    if (!size.matches()) {
      return OptionalInt.empty();
    }
    int columns = Integer.parseInt(size.group(1));
    return OptionalInt.of(columns == 0 ? 80 : columns);
  }
}
