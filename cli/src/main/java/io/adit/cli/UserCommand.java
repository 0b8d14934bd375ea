package io.adit.cli;

import io.adit.cli.access.UserPolicyCommand;
import io.adit.server.ConsoleUsers;
import io.adit.server.StartupException;
import io.adit.server.auth.Role;
import io.adit.server.user.User;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit user}: who may sign in at the console, for whoever owns the data folder. */
@Command(
    name = "user",
    header = "See to the users of the console.",
    description = {
      "",
      "Works on the data folder, whether its server runs or not. A password is asked for, or read"
          + " from standard input, one line.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = UserPolicyCommand.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 2 it could not be done; the text says why.",
      "",
      "Examples:",
      "  adit user add ann --role operator",
      "  adit user list",
      "  adit user password ann < new-password",
      "  adit user add backup --service --role none",
      "  adit user policy attach backup read-pumps"
    })
final class UserCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  UserCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec().commandLine(), "say what: add, list, remove, password or policy");
  }

  @Command(name = "add", header = "Make a user.", mixinStandardHelpOptions = true)
  void add(
      @Mixin DataOption data,
      @Parameters(paramLabel = "NAME", description = "The user's name.") String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "operator",
              description =
                  "administrator, operator (all but users and rights; default), viewer (looks only)"
                      + " or none (only what attached policies allow).")
          String role,
      @Option(
              names = "--service",
              description = "Make one for a program: with access keys and without a password.")
          boolean service) {
    Role given =
        Role.of(role)
            .orElseThrow(() ->
                new ParameterException(
                    spec().commandLine(),
                    "'%s' is none of %s"
                        .formatted(role, Arrays.stream(Role.values()).map(Role::word).toList())));
    withUsers(
        data,
        users -> {
          if (service) {
            users.addService(name, given);
          } else {
            users.add(name, given, password());
          }
        });
  }

  @Command(
      name = "list",
      header = "Print the users and their roles.",
      mixinStandardHelpOptions = true)
  void list(@Mixin DataOption data) {
    withUsers(data, users -> users.list().forEach(this::print));
  }

  @Command(
      name = "remove",
      header = "Remove a user, and end the sessions.",
      mixinStandardHelpOptions = true)
  void remove(
      @Mixin DataOption data,
      @Parameters(paramLabel = "NAME", description = "The user's name.") String name) {
    withUsers(data, users -> users.remove(name));
  }

  @Command(
      name = "password",
      header = "Set a new password, and end the user's sessions.",
      mixinStandardHelpOptions = true)
  void password(
      @Mixin DataOption data,
      @Parameters(paramLabel = "NAME", description = "The user's name.") String name) {
    withUsers(data, users -> users.setPassword(name, password()));
  }

  private static void withUsers(DataOption data, Consumer<ConsoleUsers> work) {
    try (ConsoleUsers users = ConsoleUsers.open(data.folder(System.getenv()))) {
      work.accept(users);
    } catch (StartupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private void print(User user) {
    PrintWriter out = spec().commandLine().getOut();
    out.println(user.name() + "  " + user.role().word());
    out.flush();
  }

  /** Never from the command line: other users of the machine see that. */
  private static String password() {
    Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (terminal.isPresent()) {
      String password = typed(terminal.get(), "Password: ");
      if (!password.equals(typed(terminal.get(), "Once more: "))) {
        throw new CommandFailedException("the two passwords differ: nothing was done");
      }
      return password;
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new CommandFailedException("the password cannot be read: " + e);
    }
  }

  private static String typed(Console terminal, String prompt) {
    char[] typed = terminal.readPassword(prompt);
    if (typed == null) {
      throw new CommandFailedException("no password was typed: nothing was done");
    }
    return String.valueOf(typed);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec;
  }
}
