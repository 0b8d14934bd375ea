package io.adit.cli.proxy;

import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.RejectedInputException;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's banner and log go. As a rule, and as with the official client, that is standard
 * output. Where standard output is the connection ({@code --stdio}), it is standard error, and only
 * warnings and what is worse: the user sees it in the middle of somebody else's program.
 */
final class ProxyOutput {
  private static final String VERBOSITY_OF_STDIO = "3";

  private final boolean stdio;

  private ProxyOutput(boolean stdio) {
    this.stdio = stdio;
  }

  static ProxyOutput of(Map<ProxyOption, String> commandLine) {
    boolean stdio = commandLine.containsKey(ProxyOption.STDIO);
    if (stdio) {
      // Whatever else prints without asking.
      System.setOut(System.err);
    }
    return new ProxyOutput(stdio);
  }

  void tellBanner(PrintWriter out) {
    if (!stdio) {
      out.println(banner());
      out.flush();
    }
  }

  /** The line that the official client begins every run with, and that tells its version. */
  static String banner() {
    String version = ProxyOutput.class.getPackage().getImplementationVersion();
    return "Running AWS IoT Secure Tunneling Local Proxy version: Adit"
        + (version == null ? "" : " " + version);
  }

  /**
   * @param verbosity as the option has it; null for the default
   */
  void startLog(@Nullable String verbosity) throws RejectedInputException {
    String chosen = verbosity == null && stdio ? VERBOSITY_OF_STDIO : verbosity;
    ProxyLog.start(ProxyLog.verbosity(chosen), stdio);
  }
}
