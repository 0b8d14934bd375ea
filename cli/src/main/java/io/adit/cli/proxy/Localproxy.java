package io.adit.cli.proxy;

import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * {@code bin/localproxy}: {@code adit proxy} with the manners of AWS's localproxy. Every run begins
 * with the banner on the standard output, the help goes to the standard error with exit code 0, and
 * hints speak of {@code localproxy}.
 */
public final class Localproxy {
  public static final String NAME = "localproxy";

  private Localproxy() {}

  /** The command; it is told the environment for the sake of tests. */
  public static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new ProxyCommand(environment))
        .setCommandName(NAME)
        .setUsageHelpAutoWidth(true)
        // A value that begins with @ is a value.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Localproxy::onUsageError)
        .setExecutionStrategy(Localproxy::run);
  }

  private static int run(ParseResult parsed) {
    CommandLine command = parsed.commandSpec().commandLine();
    if (parsed.isVersionHelpRequested()) {
      tellBanner(command);
      return ProxyExit.CLOSED;
    }
    if (parsed.isUsageHelpRequested()) {
      tellBanner(command);
      command.usage(command.getErr());
      return ProxyExit.CLOSED;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int onUsageError(ParameterException e, String[] args) {
    // There the standard output is somebody's connection, also when the rest is wrong.
    if (Stream.of(args).noneMatch(argument -> argument.startsWith("--stdio"))) {
      tellBanner(e.getCommandLine());
    }
    CommandLine command = e.getCommandLine();
    ProxyProgram.tellUsage(
        e.getMessage(), command.getCommandSpec().qualifiedName(), command.getErr());
    return ProxyExit.USAGE;
  }

  private static void tellBanner(CommandLine command) {
    PrintWriter out = command.getOut();
    out.println(ProxyOutput.banner());
    out.flush();
  }
}
