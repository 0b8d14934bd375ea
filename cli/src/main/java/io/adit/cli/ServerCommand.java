package io.adit.cli;

import io.adit.server.AditServer;
import io.adit.server.RunningServer;
import io.adit.server.ServerOptions;
import io.adit.server.StartupException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adit server}: starts the service and stays until it is told to stop. */
@Command(
    name = "server",
    header = "Start the service: API and relay on one TLS port.",
    description = {
      "",
      "The first start makes a certificate authority, a server certificate, the database and an"
          + " administrator's access key in the data folder; later starts use them again.",
      "",
      "Each option is also a variable (--public-name: ADIT_PUBLIC_NAME) and a key of the"
          + " configuration file (public-name). A flag counts before a variable, a variable before"
          + " the file.",
      ""
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    modelTransformer = ServerCommand.Settings.class,
    versionProvider = Adit.Version.class,
    footer = {
      "",
      "When it serves, it prints a line that begins with 'ready '. SIGTERM and SIGINT stop it.",
      "",
      "Exit codes: 1 a setting is wrong; 2 it cannot start; 130 and 143 stopped by a signal.",
      "",
      "Examples:",
      "  adit server",
      "  adit server --port 443 --public-name adit.example.com",
      "  adit server --tls-cert fullchain.pem --tls-key privkey.pem --bind ::",
      "  adit server --config /etc/adit.properties",
      "",
      "A configuration file:",
      "  port = 443",
      "  data = /var/lib/adit",
      "  public-name = adit.example.com, 203.0.113.7"
    })
final class ServerCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read settings from this file (ADIT_CONFIG).")
  private @Nullable Path config;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more, as with ADIT_LOG=debug.")
  private boolean verbose;

  /** Adds an option for each setting. */
  static final class Settings implements IModelTransformer {
    Settings() {}

    @Override
    public CommandSpec transform(CommandSpec command) {
      for (ServerSetting setting : ServerSetting.values()) {
        command.addOption(setting.option());
      }
      return command;
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (verbose) {
      Logging.setLevel("debug");
    }
    AditServer server = start(options());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    announce(server);
    // Signals end the process; nothing else does.
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }

  private ServerOptions options() {
    Map<String, String> environment = System.getenv();
    try {
      var settings = new ServerSettings(flags(), environment, file(environment));
      if (settings.logsJson()) {
        Logging.setJson();
      }
      return settings.options();
    } catch (InvalidSettingException e) {
      throw new ParameterException(spec().commandLine(), e.getMessage());
    }
  }

  private @Nullable Path file(Map<String, String> environment) {
    String variable = environment.getOrDefault("ADIT_CONFIG", "");
    return config == null && !variable.isEmpty() ? Path.of(variable) : config;
  }

  private static AditServer start(ServerOptions options) {
    try {
      return AditServer.start(options);
    } catch (StartupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private Map<ServerSetting, List<String>> flags() {
    var flags = new EnumMap<ServerSetting, List<String>>(ServerSetting.class);
    for (ServerSetting setting : ServerSetting.values()) {
      var option = spec().commandLine().getParseResult().matchedOption(setting.flag());
      if (option != null) {
        flags.put(setting, option.stringValues());
      }
    }
    return flags;
  }

  private void announce(AditServer server) {
    PrintWriter out = spec().commandLine().getOut();
    RunningServer endpoint = server.endpoint();
    out.println("Adit " + Adit.version());
    out.println("  endpoint   " + endpoint.url());
    Integer mqttPort = endpoint.mqttPort();
    if (mqttPort != null) {
      out.println("  devices    mqtts://" + endpoint.host() + ":" + mqttPort);
    }
    out.println("  console    " + endpoint.url() + "/console/");
    out.println("  region     " + endpoint.region());
    out.println("  data       " + server.data());
    if (server.isFirstStart()) {
      out.println();
      out.println(
          "This is the first start: it made a certificate authority, a certificate, the database and"
              + " the access key "
              + server.administrator().id()
              + ".");
    }
    server
        .firstLink()
        .ifPresent(link -> {
          out.println();
          out.println("Nobody can sign in at the console yet. Make its administrator here, once,");
          out.println("within a day:");
          out.println("  " + link);
        });
    out.println();
    out.println("Next, in another terminal:");
    out.println("  eval \"$(" + envCommand(server.data()) + ")\"");
    out.println("  aws iotsecuretunneling open-tunnel --destination-config services=SSH");
    out.println();
    out.println("ready endpoint=" + endpoint.url() + " pid=" + endpoint.pid());
    out.flush();
  }

  private static String envCommand(Path data) {
    String command = ShellSyntax.SH.word(Adit.invocation()) + " env";
    return data.equals(DefaultDataFolder.in(System.getenv()))
        ? command
        : command + " --data " + ShellSyntax.SH.word(data.toString());
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec;
  }
}
