package io.adit.cli;

import io.adit.server.AditServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adit server}. */
@Command(
    name = "server",
    description = "Run the service: the API and the relay on one TLS port.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Each option is also a key of the configuration file (port = 9443) and a variable"
          + " (ADIT_PORT=9443). The command line wins over the variable, the variable over the file.",
      "The first start makes a certificate authority, a certificate, a database and an"
          + " administrator's access key; later starts use them again.",
      "",
      "Examples:",
      "  adit server",
      "  adit server --port 443 --public-name tunnels.example.com --data /srv/adit",
      "  adit server --tls-cert chain.pem --tls-key key.pem",
      "Then, in another terminal:",
      "  eval \"$(adit env)\"",
      "  aws iotsecuretunneling open-tunnel --destination-config services=SSH"
    })
public final class ServerCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The TLS port; 0 takes a free one. Default: 8443.")
  private @Nullable String port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: 0.0.0.0, all; devices must reach it.")
  private @Nullable String bind;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder. Default: $XDG_DATA_HOME/adit, else ~/.local/share/adit.")
  private @Nullable String data;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The region in ARNs and signatures. Default: us-east-1.")
  private @Nullable String region;

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      description = "The account in ARNs, 12 digits. Default: 000000000000.")
  private @Nullable String account;

  @Option(
      names = "--public-name",
      paramLabel = "HOST",
      description = "A name or address for the certificate; may be repeated.")
  private List<String> publicNames = new ArrayList<>();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Your own certificate chain, PEM, instead of one that Adit makes.")
  private @Nullable String tlsCert;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM.")
  private @Nullable String tlsKey;

  @Option(
      names = "--max-services",
      paramLabel = "N",
      description = "Services of one tunnel, at most. Default: 3, as AWS.")
  private @Nullable String maxServices;

  @Option(
      names = "--closed-retention",
      paramLabel = "TIME",
      description = "How long a closed tunnel is kept: 90m, 3h, 7d. Default: 3h.")
  private @Nullable String closedRetention;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A configuration file: lines of 'option = value', '#' begins a comment.")
  private @Nullable Path config;

  /** A public constructor, because picocli makes it. */
  public ServerCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    var settings = ServerSettings.of(commandLine(), System.getenv(), config);
    AditServer server = AditServer.start(settings.options());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    greet(out, server);
    new CountDownLatch(1).await();
    return 0;
  }

  private Map<String, String> commandLine() {
    var given = new TreeMap<String, String>();
    put(given, ServerSettings.PORT, port);
    put(given, ServerSettings.BIND, bind);
    put(given, ServerSettings.DATA, data);
    put(given, ServerSettings.REGION, region);
    put(given, ServerSettings.ACCOUNT, account);
    put(
        given,
        ServerSettings.PUBLIC_NAME,
        publicNames.isEmpty() ? null : String.join(",", publicNames));
    put(given, ServerSettings.TLS_CERT, tlsCert);
    put(given, ServerSettings.TLS_KEY, tlsKey);
    put(given, ServerSettings.MAX_SERVICES, maxServices);
    put(given, ServerSettings.CLOSED_RETENTION, closedRetention);
    return given;
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  private static void greet(PrintWriter out, AditServer server) {
    if (server.isFirstStart()) {
      out.println(
          "First start: made a certificate authority, a certificate, a database and an"
              + " administrator's access key in "
              + server.data());
    }
    out.println("Adit serves " + server.endpoint().url() + ", data in " + server.data());
    out.println("In another terminal:");
    out.println("  eval \"$(" + Adit.invokedAs() + " env --data '" + server.data() + "')\"");
    out.println("  aws iotsecuretunneling open-tunnel --destination-config services=SSH");
    // For programs that start a server: the one line of this form.
    out.println("ready " + server.endpoint().url());
    out.flush();
  }
}
