package io.adit.cli.proxy;

import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.RejectedInputException;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

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

  void tellBanner(CommandLine command) {
    if (!stdio) {
      PrintWriter out = command.getOut();
      out.println(ProxyVersion.banner());
      out.flush();
    }
  }

  /**
   * @param verbosity as the option has it; null for the default
   */
  void startLog(@Nullable String verbosity) throws RejectedInputException {
    String chosen = verbosity == null && stdio ? VERBOSITY_OF_STDIO : verbosity;
    ProxyLog.start(ProxyLog.verbosity(chosen), stdio);
  }
}
