package io.adit.cli;

import io.adit.cli.proxy.Localproxy;
import io.adit.cli.proxy.ProxyProgram;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code adit} command. */
@Command(
    name = "adit",
    header = "Remote access to devices behind NAT, wire-compatible with AWS IoT Secure Tunneling.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    mixinStandardHelpOptions = true,
    versionProvider = Adit.Version.class,
    footer = {
      "",
      "Exit codes:",
      "  0   done; also after --help and --version",
      "  1   the command line, a variable or the configuration file is wrong",
      "  2   it could not be done; the text says why",
      "  69  a JDK or Maven must be installed first",
      "  70  the build failed, or Adit has a defect",
      "  'adit proxy', 'adit agent' and 'adit doctor' have more: see 'adit help proxy' and so on.",
      "",
      "Variables:",
      "  ADIT_LOG        error, warn, info (default), debug or trace",
      "  ADIT_JAVA_HOME  the JDK to run with; ADIT_JAVA_OPTS  more options for it",
      "  ADIT_NO_BUILD   1: run what is built, even where the sources are newer",
      "",
      "Examples:",
      "  adit demo",
      "  adit server",
      "  eval \"$$(adit env)\"",
      "  aws iotsecuretunneling open-tunnel --destination-config services=SSH",
      "  adit help proxy"
    })
public final class Adit implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  Adit() {}

  public static void main(String[] args) {
    System.exit(ProxyProgram.runPlain(List.of(args), Adit::tellFailure).orElseGet(() -> run(args)));
  }

  private static int run(String... args) {
    return args.length > 0 && args[0].equals(Localproxy.NAME)
        ? localproxy(List.of(args).subList(1, args.length))
        : commandLine(args).execute(args);
  }

  /** {@code bin/localproxy} calls this. */
  private static int localproxy(List<String> arguments) {
    return Localproxy.commandLine(System.getenv())
        .setExecutionExceptionHandler(Adit::onFailure)
        .execute(arguments.toArray(String[]::new));
  }

  /**
   * The command with its subcommands and with the way that it tells errors.
   *
   * @param args what it will be run with
   */
  static CommandLine commandLine(String... args) {
    var adit = new CommandLine(new Adit());
    // A command that is given as a class would miss what it does to its own options.
    Commands.of(args).forEach((name, its) -> adit.addSubcommand(name, new CommandLine(its)));
    return adit.setUsageHelpAutoWidth(true)
        // A word that begins with @ is a word, also of a command for a device.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Adit::onUsageError)
        .setExecutionExceptionHandler(Adit::onFailure);
  }

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getErr());
    }
    return ExitCode.USAGE;
  }

  private static int onUsageError(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + text(e));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return command.getCommandSpec().userObject() instanceof OwnUsageCode own
        ? own.usageCode()
        : ExitCode.USAGE;
  }

  private static @Nullable String text(ParameterException e) {
    boolean atRoot = e.getCommandLine().getParent() == null;
    return atRoot
            && e instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
        ? "there is no command '" + unmatched.getUnmatched().getFirst() + "'"
        : e.getMessage();
  }

  private static int onFailure(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof WrongUsageException) {
      return onUsageError(
          new ParameterException(command, String.valueOf(e.getMessage())), new String[0]);
    }
    return tellFailure(e, command.getCommandSpec().qualifiedName(), command.getErr());
  }

  private static int tellFailure(Exception e, String name, PrintWriter err) {
    if (e instanceof CommandFailedException) {
      err.println(name + ": " + e.getMessage());
      err.flush();
      return ExitCode.FAILED;
    }
    err.println(name + ": this should not have happened; please report it with the lines below.");
    e.printStackTrace(err);
    err.flush();
    return ExitCode.UNEXPECTED;
  }

  /** How the user called us, for hints that can be typed. */
  public static String invocation() {
    return System.getProperty("adit.command", "adit");
  }

  /** The version of this build. */
  static String version() {
    String version = Adit.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  static final class Version implements IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
      return new String[] {"Adit " + version() + ", Java " + Runtime.version()};
    }
  }
}
