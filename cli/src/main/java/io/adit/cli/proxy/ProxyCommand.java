package io.adit.cli.proxy;

import io.adit.peer.Proxy;
import io.adit.peer.ProxyListener;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ProxyOutcome;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit proxy}: runs one end of a tunnel, with the options of AWS's localproxy. */
@Command(
    name = "proxy",
    header = "Run the source or the destination proxy of a tunnel.",
    description = {
      "",
      "Takes the options and variables of AWS's localproxy. Long options may be cut short as far as"
          + " they stay unique.",
      ""
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = ProxyVersion.class,
    exitCodeOnInvalidInput = ProxyExit.USAGE,
    preprocessor = LongOptionPrefixes.class,
    footer = {
      "",
      "SERVICE=ENDPOINT[,SERVICE=ENDPOINT...] maps each service of the tunnel; a bare ENDPOINT does"
          + " for a tunnel with one service. An ENDPOINT is PORT, HOST:PORT, [IPv6]:PORT or the path"
          + " of a Unix socket.",
      "",
      "Exit codes:",
      "  0  the tunnel is closed or expired; also after --help and --version",
      "  1  the options are wrong, or do not fit the tunnel's services",
      "  2  the relay refused the token",
      "  3  the relay ended this connection for good: it was replaced, or the token was rotated",
      "  4  a local port or socket cannot be listened on",
      "  130, 143  ended by a signal; the connection was closed properly",
      "A relay that cannot be reached, and a connection that is lost, are tried again for ever.",
      "",
      "Examples:",
      "  On the device:   AWSIOT_TUNNEL_ACCESS_TOKEN=... adit proxy -e relay:8443 -d SSH=22",
      "  On your laptop:  AWSIOT_TUNNEL_ACCESS_TOKEN=... adit proxy -e relay:8443 -s SSH=5555",
      "  Then:            ssh -p 5555 user@localhost"
    })
public final class ProxyCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ProxyCommand.class);
  private static final long FAREWELL_SECONDS = 4;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-s", "--source-listen-port"},
      paramLabel = "MAP",
      description = "Be the source: listen at these endpoints (port 0: any free port).")
  private @Nullable String source;

  @Option(
      names = {"-d", "--destination-app"},
      paramLabel = "MAP",
      description = "Be the destination: dial these endpoints.")
  private @Nullable String destination;

  @Option(
      names = {"-m", "--mode"},
      paramLabel = "MODE",
      description = "src or dst, where neither -s nor -d is given.")
  private @Nullable String mode;

  @Option(
      names = {"-e", "--proxy-endpoint"},
      paramLabel = "HOST[:PORT]",
      description = "The relay (AWSIOT_TUNNEL_ENDPOINT). Default port 443.")
  private @Nullable String proxyEndpoint;

  @Option(
      names = {"-r", "--region"},
      paramLabel = "REGION",
      description = "AWS's relay in this region, instead of -e (AWSIOT_TUNNEL_REGION).")
  private @Nullable String region;

  @Option(
      names = {"-t", "--access-token"},
      paramLabel = "TOKEN",
      description =
          "The client access token. Other users of the machine can see it here: prefer"
              + " AWSIOT_TUNNEL_ACCESS_TOKEN or --access-token-file.")
  private @Nullable String accessToken;

  @Option(
      names = "--access-token-file",
      paramLabel = "FILE",
      description = "Read the client access token from a file.")
  private @Nullable String accessTokenFile;

  @Option(
      names = {"-i", "--client-token"},
      paramLabel = "TOKEN",
      description =
          "The client token, which lets the access token be used again"
              + " (AWSIOT_TUNNEL_CLIENT_TOKEN). Default: a new one for each run.")
  private @Nullable String clientToken;

  @Option(
      names = {"-c", "--capath"},
      paramLabel = "PATH",
      description =
          "More certificate authorities to trust: a PEM file or a folder of them."
              + " SSL_CERT_FILE and SSL_CERT_DIR count too.")
  private @Nullable String capath;

  @Option(
      names = {"-k", "--no-ssl-host-verify"},
      description = "Trust any certificate. For experiments only.")
  private boolean noSslHostVerify;

  @Option(
      names = {"-b", "--local-bind-address"},
      paramLabel = "ADDRESS",
      description = "The host of endpoints that are a port only. Default: localhost.")
  private @Nullable String localBindAddress;

  @Option(
      names = {"-y", "--destination-client-type"},
      paramLabel = "V1|V2",
      description =
          "Speak an older protocol, for a relay that does not translate. Adit's relay does.")
  private @Nullable String destinationClientType;

  @Option(
      names = {"-v", "--verbose"},
      paramLabel = "LEVEL",
      description = "0 nothing, 1-2 errors, 3 warnings, 4 information (default), 5 debug, 6 all.")
  private int verbosity = ProxyLog.DEFAULT_VERBOSITY;

  @Parameters(hidden = true)
  private List<String> strays = new ArrayList<>();

  /** A public constructor, because picocli makes it. */
  public ProxyCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = requireSpec().commandLine().getOut();
    out.println(ProxyVersion.banner());
    out.flush();
    ProxyLog.start(verbosity, false);
    if (!strays.isEmpty()) {
      log.warn("{} words that belong to no option are ignored", strays.size());
    }
    try {
      OptionValues values = new OptionValues(commandLine(), Map.of(), System.getenv());
      return run(new ProxyPlan(values).read());
    } catch (RejectedInputException e) {
      log.warn("SECURITY: Rejected input for '{}': {}", e.option(), e.text());
      return usage("--" + e.option() + ": " + e.text());
    } catch (UsageException e) {
      return usage(e.text());
    }
  }

  private int usage(String text) {
    PrintWriter err = requireSpec().commandLine().getErr();
    err.println(text);
    err.println("Try '" + requireSpec().qualifiedName() + " --help' for a list of options.");
    err.flush();
    return ProxyExit.USAGE;
  }

  private Map<String, String> commandLine() {
    Map<String, String> given = new HashMap<>();
    put(given, OptionValues.SOURCE_LISTEN_PORT, source);
    put(given, OptionValues.DESTINATION_APP, destination);
    put(given, OptionValues.MODE, mode);
    put(given, OptionValues.PROXY_ENDPOINT, proxyEndpoint);
    put(given, OptionValues.REGION, region);
    put(given, OptionValues.ACCESS_TOKEN, accessToken);
    put(given, OptionValues.ACCESS_TOKEN_FILE, accessTokenFile);
    put(given, OptionValues.CLIENT_TOKEN, clientToken);
    put(given, OptionValues.CAPATH, capath);
    put(given, OptionValues.LOCAL_BIND_ADDRESS, localBindAddress);
    put(given, OptionValues.DESTINATION_CLIENT_TYPE, destinationClientType);
    put(given, OptionValues.NO_SSL_HOST_VERIFY, noSslHostVerify ? "true" : null);
    return given;
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  private CommandSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec;
  }

  /** Runs until the proxy ends; a signal stops it properly. */
  private static int run(ProxyOptions options) throws Exception {
    Vertx vertx = newVertx();
    Proxy proxy = Proxy.start(vertx, options, ProxyListener.NONE);
    Thread farewell = new Thread(() -> stop(proxy), "stop");
    Runtime.getRuntime().addShutdownHook(farewell);
    ProxyOutcome outcome = proxy.outcome().toCompletionStage().toCompletableFuture().get();
    if (ProxyExit.code(outcome) == ProxyExit.CLOSED) {
      log.info("{}", ProxyExit.sentence(outcome));
    } else {
      log.error("{}", ProxyExit.sentence(outcome));
    }
    return ProxyExit.code(outcome);
  }

  private static void stop(Proxy proxy) {
    CountDownLatch stopped = new CountDownLatch(1);
    proxy.stop().onComplete(_ -> stopped.countDown());
    try {
      if (!stopped.await(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        log.debug("The relay does not take the close frame");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One proxy needs one event loop; the second accepts connections. */
  private static Vertx newVertx() {
    // Names are looked up by the operating system, see Dialer.
    System.setProperty("vertx.disableDnsResolver", "true");
    return Vertx.vertx(
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(2)
            .setWorkerPoolSize(4)
            .setInternalBlockingPoolSize(2)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }
}
