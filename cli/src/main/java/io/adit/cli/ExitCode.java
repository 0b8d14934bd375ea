package io.adit.cli;

/** The exit codes that commands share; {@code adit proxy} has its own from 2 on. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int USAGE = 1;
  public static final int FAILED = 2;

  /** {@code adit doctor} or {@code adit agent --check} found a problem. */
  public static final int UNHEALTHY = 3;

  /** {@code adit policy test} found that it is not allowed. */
  public static final int DENIED = 1;

  static final int UNEXPECTED = 70;

  private ExitCode() {}
}
