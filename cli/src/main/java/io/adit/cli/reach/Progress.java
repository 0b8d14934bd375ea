package io.adit.cli.reach;

import io.adit.cli.proxy.status.Terminal;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells what a run is about, on standard error: in one line of a terminal, which is gone when the
 * user's own program begins; line by line, with the time, where the user wants to know more; and
 * not at all in scripts.
 */
public final class Progress {
  private static final String WIPE = "\r\033[K";

  /** How it is told. */
  public enum Manner {
    SILENT,
    LINE,
    LINES
  }

  private final Manner manner;
  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final long begun;
  private boolean isShown;

  Progress(Manner manner, Terminal terminal, LongSupplier nanoTime) {
    this.manner = manner;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  /**
   * The progress of this run.
   *
   * @param quiet wins over verbose
   */
  public static Progress start(boolean quiet, boolean verbose) {
    Terminal terminal = Terminal.standardError();
    return new Progress(manner(quiet, verbose, terminal), terminal, System::nanoTime);
  }

  private static Manner manner(boolean quiet, boolean verbose, Terminal terminal) {
    if (quiet) {
      return Manner.SILENT;
    }
    if (verbose) {
      return Manner.LINES;
    }
    return terminal.width().isPresent() ? Manner.LINE : Manner.SILENT;
  }

  /** It is at this now. */
  public synchronized void step(String text) {
    switch (manner) {
      case SILENT -> {}
      case LINE -> {
        isShown = true;
        terminal.write(WIPE + "adit: " + text);
      }
      case LINES -> {
        double seconds = Duration.ofNanos(nanoTime.getAsLong() - begun).toMillis() / 1000.0;
        terminal.write(String.format(Locale.ROOT, "adit: %.3f s: %s%n", seconds, text));
      }
    }
  }

  /** The terminal is free for others. */
  public synchronized void done() {
    if (isShown) {
      isShown = false;
      terminal.write(WIPE);
    }
  }
}
