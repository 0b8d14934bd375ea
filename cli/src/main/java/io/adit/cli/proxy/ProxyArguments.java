package io.adit.cli.proxy;

import io.adit.cli.proxy.options.ProxyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** The options of {@code adit proxy} as the command line has them: texts, none of them checked. */
final class ProxyArguments {
  @Option(
      names = {"-s", "--source-listen-port"},
      paramLabel = "MAP",
      description = "Be the source: listen at these endpoints (port 0: any free port).")
  @Nullable String source;

  @Option(
      names = {"-d", "--destination-app"},
      paramLabel = "MAP",
      description = "Be the destination: dial these endpoints.")
  @Nullable String destination;

  @Option(
      names = {"-m", "--mode"},
      paramLabel = "MODE",
      description = "src or dst, where neither -s nor -d is given.")
  @Nullable String mode;

  @Option(
      names = "--stdio",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "SERVICE",
      description =
          "Be the source of one connection, over standard input and output, for ssh's ProxyCommand."
              + " SERVICE is needed where the tunnel has several.")
  @Nullable String stdio;

  @Option(
      names = "--status",
      description = "Show state, latency and throughput in one line, which is kept up to date.")
  boolean status;

  @Option(
      names = {"-e", "--proxy-endpoint"},
      paramLabel = "HOST[:PORT]",
      description = "The relay (AWSIOT_TUNNEL_ENDPOINT). Default port 443.")
  @Nullable String proxyEndpoint;

  @Option(
      names = {"-r", "--region"},
      paramLabel = "REGION",
      description = "AWS's relay in this region, instead of -e (AWSIOT_TUNNEL_REGION).")
  @Nullable String region;

  @Option(
      names = {"-t", "--access-token"},
      paramLabel = "TOKEN",
      description =
          "The client access token. Other users of the machine can see it here: prefer"
              + " AWSIOT_TUNNEL_ACCESS_TOKEN or --access-token-file.")
  @Nullable String accessToken;

  @Option(
      names = "--access-token-file",
      paramLabel = "FILE",
      description = "Read the client access token from a file.")
  @Nullable String accessTokenFile;

  @Option(
      names = {"-i", "--client-token"},
      paramLabel = "TOKEN",
      description =
          "The client token, which lets the access token be used again"
              + " (AWSIOT_TUNNEL_CLIENT_TOKEN). Default: a new one for each run.")
  @Nullable String clientToken;

  @Option(
      names = {"-c", "--capath"},
      paramLabel = "PATH",
      description =
          "More certificate authorities to trust: a PEM file or a folder of them."
              + " SSL_CERT_FILE and SSL_CERT_DIR count too.")
  @Nullable String capath;

  @Option(
      names = {"-k", "--no-ssl-host-verify"},
      description = "Trust any certificate. For experiments only.")
  boolean noSslHostVerify;

  @Option(
      names = {"-b", "--local-bind-address"},
      paramLabel = "ADDRESS",
      description =
          "The host of endpoints that are a port only (default: localhost). A destination also"
              + " connects from this address, where it is one of the machine's.")
  @Nullable String localBindAddress;

  @Option(
      names = {"-y", "--destination-client-type"},
      paramLabel = "V1|V2",
      description =
          "Speak an older protocol, for a relay that does not translate. Adit's relay does.")
  @Nullable String destinationClientType;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read options from a file of lines LONG-OPTION = VALUE.")
  @Nullable String config;

  @Option(
      names = "--config-dir",
      paramLabel = "FOLDER",
      description =
          "Where -s and -d give no mapping: a folder of files with lines SERVICE = ENDPOINT"
              + " (default: ./config, where it exists).")
  @Nullable String configDir;

  @Option(
      names = "--settings-json",
      paramLabel = "FILE",
      description = "Fine-grained settings; --export-default-settings shows all.")
  @Nullable String settingsJson;

  @Option(
      names = "--export-default-settings",
      paramLabel = "FILE",
      description = "Write the default settings to a file, in place of what is there, and end.")
  @Nullable String exportDefaultSettings;

  @Option(
      names = {"-v", "--verbose"},
      paramLabel = "LEVEL",
      description =
          "0 nothing, 1 why it ends, 2 errors, 3 warnings, 4 information (default), 5 debug, 6 all.")
  @Nullable String verbose;

  @Parameters(hidden = true)
  List<String> strays = new ArrayList<>();

  /** What was given on the command line. */
  static Map<ProxyOption, String> given(ParseResult parsed) {
    Map<ProxyOption, String> given = new EnumMap<>(ProxyOption.class);
    for (OptionSpec option : parsed.matchedOptions()) {
      String longName = option.longestName().substring("--".length());
      ProxyOption.named(longName)
          .ifPresent(known -> given.put(known, option.stringValues().getLast()));
    }
    return given;
  }
}
