package io.adit.cli.proxy;

import java.util.Map;
import java.util.Optional;

/**
 * The values of the options from all their sources, by long name. The command line counts before a
 * configuration file, and that before the environment.
 */
final class OptionValues {
  static final String ACCESS_TOKEN = "access-token";
  static final String ACCESS_TOKEN_FILE = "access-token-file";
  static final String CLIENT_TOKEN = "client-token";
  static final String PROXY_ENDPOINT = "proxy-endpoint";
  static final String REGION = "region";
  static final String SOURCE_LISTEN_PORT = "source-listen-port";
  static final String DESTINATION_APP = "destination-app";
  static final String MODE = "mode";
  static final String DESTINATION_CLIENT_TYPE = "destination-client-type";
  static final String LOCAL_BIND_ADDRESS = "local-bind-address";
  static final String CAPATH = "capath";
  static final String NO_SSL_HOST_VERIFY = "no-ssl-host-verify";
  static final String CONFIG_DIR = "config-dir";
  static final String SETTINGS_JSON = "settings-json";

  private static final Map<String, String> VARIABLES =
      Map.of(
          ACCESS_TOKEN, "AWSIOT_TUNNEL_ACCESS_TOKEN",
          CLIENT_TOKEN, "AWSIOT_TUNNEL_CLIENT_TOKEN",
          PROXY_ENDPOINT, "AWSIOT_TUNNEL_ENDPOINT",
          REGION, "AWSIOT_TUNNEL_REGION");

  private final Map<String, String> commandLine;
  private final Map<String, String> file;
  private final Map<String, String> environment;

  OptionValues(
      Map<String, String> commandLine, Map<String, String> file, Map<String, String> environment) {
    this.commandLine = Map.copyOf(commandLine);
    this.file = Map.copyOf(file);
    this.environment = Map.copyOf(environment);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(commandLine.get(name))
        .or(() -> Optional.ofNullable(file.get(name)))
        .or(() -> Optional.ofNullable(VARIABLES.get(name)).flatMap(this::variable));
  }

  /** Whether an option that takes no value is on. */
  boolean isOn(String name) {
    return get(name).filter(value -> !value.equalsIgnoreCase("false")).isPresent();
  }

  boolean isOnCommandLine(String name) {
    return commandLine.containsKey(name);
  }

  /** A variable of the environment; an empty one counts as not set. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
