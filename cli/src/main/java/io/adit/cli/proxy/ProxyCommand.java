package io.adit.cli.proxy;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code adit proxy} and {@code localproxy}: runs one end of a tunnel, with the options of AWS's
 * localproxy.
 */
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
      "An option on the command line counts before the same in --config's file, and that before a"
          + " variable. The web proxy of https_proxy (http:// or https://, with user and password,"
          + " percent-encoded) is used unless NO_PROXY names the relay.",
      "",
      "Exit codes:",
      "  0  the tunnel is closed or expired; with --stdio: the connection is over; also after"
          + " --help, --version and --export-default-settings",
      "  1  the options are wrong, or do not fit the tunnel's services",
      "  2  the relay refused the token",
      "  3  the relay ended this connection for good: it was replaced, or the token was rotated",
      "  4  a local port or socket cannot be listened on",
      "  5  no further attempt to connect is made: the settings say so or, with --stdio, the relay"
          + " cannot be reached, the connection to it was lost, or the tunnel is closed",
      "  6  with --stdio: the connection came to nothing, or standard input or output failed",
      "  130, 143  ended by a signal; the connection was closed properly",
      "A relay or web proxy that cannot be reached, and a connection that is lost, are tried again"
          + " for ever, unless the settings say otherwise.",
      "",
      "Examples:",
      "  On the device:   AWSIOT_TUNNEL_ACCESS_TOKEN=... ${COMMAND-FULL-NAME} -e relay:8443 -d"
          + " SSH=22",
      "  On your laptop:  AWSIOT_TUNNEL_ACCESS_TOKEN=... ${COMMAND-FULL-NAME} -e relay:8443 -s"
          + " SSH=5555",
      "  Then:            ssh -p 5555 user@localhost",
      "  Or at once:      ssh -o ProxyCommand='${COMMAND-FULL-NAME} -e relay:8443 --stdio' user@device"
    })
public final class ProxyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private ProxyArguments arguments = new ProxyArguments();

  private final Map<String, String> environment;

  /** Reads the environment of this process. */
  public ProxyCommand() {
    this(System.getenv());
  }

  ProxyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    CommandLine its = requireSpec().commandLine();
    return new ProxyProgram(requireSpec().qualifiedName(), environment, its.getOut(), its.getErr())
        .run(ProxyArguments.given(its.getParseResult()), arguments.strays.size());
  }

  private CommandSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec;
  }
}
