package io.adit.cli;

import io.adit.server.AdministratorKey;
import io.adit.server.RunningServer;
import io.adit.server.secret.SecretBoxException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code adit env}: the variables that lead {@code aws} and {@code localproxy} to the server. */
@Command(
    name = "env",
    header = "Print the variables that lead aws and localproxy here.",
    description = {
      "",
      "Sets the administrator's access key, the region, the endpoint and the certificate authority,"
          + " and unsets what would lead elsewhere.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 2 no server runs on the data folder, or its key cannot be read.",
      "",
      "Examples:",
      "  eval \"$$(adit env)\"",
      "  eval \"$$(adit env --data /var/lib/adit)\"",
      "  adit env --shell fish | source",
      "  adit env --shell powershell | Out-String | Invoke-Expression"
    })
final class EnvCommand implements Callable<Integer> {
  /** What would take precedence over what is set, or contradict it. */
  private static final List<String> UNSET =
      List.of("AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWSIOT_TUNNEL_REGION");

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final DataOption data = new DataOption();
  @Mixin private final SecretKeyOption secretKey = new SecretKeyOption();

  @Option(
      names = "--shell",
      paramLabel = "SHELL",
      description = "sh (default; bash and zsh too), fish or powershell.",
      converter = Shell.class)
  private ShellSyntax shell = ShellSyntax.SH;

  static final class Shell implements ITypeConverter<ShellSyntax> {
    Shell() {}

    @Override
    public ShellSyntax convert(String value) {
      return switch (value) {
        case "sh", "bash", "zsh" -> ShellSyntax.SH;
        case "fish" -> ShellSyntax.FISH;
        case "powershell", "pwsh" -> ShellSyntax.POWERSHELL;
        default ->
            throw new TypeConversionException("'" + value + "' is none of sh, fish, powershell");
      };
    }
  }

  @Override
  public Integer call() {
    Path folder = data.folder(System.getenv());
    RunningServer server = DataOption.runningServer(folder);
    Map<String, String> variables = ServerVariables.of(server, administrator(folder));
    if (spec != null) {
      print(variables, spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }

  private AdministratorKey administrator(Path folder) {
    try {
      return AdministratorKey.read(folder, secretKey.masterKey(System.getenv()));
    } catch (IOException | SecretBoxException e) {
      throw new CommandFailedException(
          "the administrator's access key cannot be read: " + e.getMessage());
    }
  }

  private void print(Map<String, String> variables, PrintWriter out) {
    UNSET.forEach(name -> out.println(shell.unset(name)));
    variables.forEach((name, value) -> out.println(shell.set(name, value)));
    out.println("# To set them: " + shell.evaluation(Adit.invocation() + " env"));
    out.flush();
  }
}
