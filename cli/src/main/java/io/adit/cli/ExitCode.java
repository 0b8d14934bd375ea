package io.adit.cli;

/** The exit codes that all commands share; {@code adit proxy} adds its own. */
final class ExitCode {
  static final int OK = 0;
  static final int USAGE = 1;
  static final int FAILED = 2;
  static final int UNEXPECTED = 70;

  private ExitCode() {}
}
