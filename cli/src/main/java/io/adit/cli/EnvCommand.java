package io.adit.cli;

import io.adit.server.AdministratorKey;
import io.adit.server.RunningServer;
import io.adit.server.secret.SecretBoxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adit env}. */
@Command(
    name = "env",
    description = "Print what 'aws' and 'localproxy' need to find the running server.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Sets the administrator's access key, the region, the endpoints and the authority to trust, as"
          + " shell variables. Only these lines go to standard output.",
      "",
      "Examples:",
      "  eval \"$(adit env)\"",
      "  eval \"$(adit env --data /srv/adit)\"",
      "  adit env --shell fish | source",
      "  adit env --shell powershell | Out-String | Invoke-Expression"
    })
public final class EnvCommand implements Callable<Integer> {
  /** Would make the AWS tools prefer another identity. */
  private static final List<String> REMOVED = List.of("AWS_SESSION_TOKEN", "AWS_PROFILE");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The server's data folder (ADIT_DATA). Default: $XDG_DATA_HOME/adit.")
  private @Nullable Path data;

  @Option(
      names = "--shell",
      paramLabel = "SHELL",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: sh.")
  private ShellExports shell = ShellExports.sh;

  /** A public constructor, because picocli makes it. */
  public EnvCommand() {}

  @Override
  public Integer call() {
    Path folder = folder(System.getenv());
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      out.print(shell.lines(REMOVED, variables(running(folder), AdministratorKey.read(folder))));
      out.flush();
      return 0;
    } catch (IOException | SecretBoxException e) {
      throw new CommandFailedException(
          "the data folder " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Path folder(Map<String, String> environment) {
    if (data != null) {
      return data.toAbsolutePath().normalize();
    }
    String chosen = environment.getOrDefault("ADIT_DATA", "");
    return chosen.isEmpty() ? DataPath.byDefault(environment) : Path.of(chosen).toAbsolutePath();
  }

  private static RunningServer running(Path folder) throws IOException {
    String start = "start one: " + Adit.invokedAs() + " server --data '" + folder + "'";
    if (!Files.isDirectory(folder)) {
      throw new CommandFailedException(
          "there is no data folder " + folder + ". Name the server's with --data DIR, or " + start);
    }
    return RunningServer.find(folder)
        .orElseThrow(
            () -> new CommandFailedException("no server runs on " + folder + "; " + start));
  }

  static Map<String, String> variables(RunningServer server, AdministratorKey key) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("AWS_ACCESS_KEY_ID", key.id());
    variables.put("AWS_SECRET_ACCESS_KEY", key.secret());
    variables.put("AWS_REGION", server.region());
    variables.put("AWS_DEFAULT_REGION", server.region());
    variables.put("AWS_ENDPOINT_URL_IOTSECURETUNNELING", server.url());
    variables.put("AWS_ENDPOINT_URL", server.url());
    variables.put("AWSIOT_TUNNEL_ENDPOINT", server.host() + ":" + server.port());
    if (server.ca() != null) {
      variables.put("AWS_CA_BUNDLE", server.ca());
      variables.put("SSL_CERT_FILE", server.ca());
    }
    return variables;
  }
}
