package io.adit.cli.proxy.options;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An option of {@code adit proxy} that has a value or is switched on, wherever it is given. */
public enum ProxyOption {
  ACCESS_TOKEN("access-token", Kind.SECRET, "AWSIOT_TUNNEL_ACCESS_TOKEN"),
  /** Ours; the official client has none. */
  ACCESS_TOKEN_FILE("access-token-file", Kind.VALUE),
  CAPATH("capath", Kind.VALUE),
  CLIENT_TOKEN("client-token", Kind.SECRET, "AWSIOT_TUNNEL_CLIENT_TOKEN"),
  CONFIG("config", Kind.VALUE),
  CONFIG_DIR("config-dir", Kind.VALUE),
  DESTINATION_APP("destination-app", Kind.VALUE),
  DESTINATION_CLIENT_TYPE("destination-client-type", Kind.VALUE),
  EXPORT_DEFAULT_SETTINGS("export-default-settings", Kind.VALUE),
  LOCAL_BIND_ADDRESS("local-bind-address", Kind.VALUE),
  MODE("mode", Kind.VALUE),
  NO_SSL_HOST_VERIFY("no-ssl-host-verify", Kind.SWITCH),
  PROXY_ENDPOINT("proxy-endpoint", Kind.VALUE, "AWSIOT_TUNNEL_ENDPOINT"),
  REGION("region", Kind.VALUE, "AWSIOT_TUNNEL_REGION"),
  SETTINGS_JSON("settings-json", Kind.VALUE),
  SOURCE_LISTEN_PORT("source-listen-port", Kind.VALUE),
  /** Ours. */
  STATUS("status", Kind.SWITCH),
  /** Ours. */
  STDIO("stdio", Kind.VALUE),
  VERBOSE("verbose", Kind.VALUE);

  /** What an option takes. */
  public enum Kind {
    VALUE,
    /** A value that must not be shown. */
    SECRET,
    /** Nothing; in a file, true or false. */
    SWITCH
  }

  private final String longName;
  private final Kind kind;
  private final @Nullable String variable;

  ProxyOption(String longName, Kind kind) {
    this(longName, kind, null);
  }

  ProxyOption(String longName, Kind kind, @Nullable String variable) {
    this.longName = longName;
    this.kind = kind;
    this.variable = variable;
  }

  /** Without hyphens before it, as in a configuration file. */
  public String longName() {
    return longName;
  }

  /** As on the command line. */
  public String flag() {
    return "--" + longName;
  }

  public Kind kind() {
    return kind;
  }

  /** The variable of the environment that gives it. */
  public Optional<String> variable() {
    return Optional.ofNullable(variable);
  }

  /** By its long name without hyphens. */
  public static Optional<ProxyOption> named(String longName) {
    return Stream.of(values()).filter(option -> option.longName.equals(longName)).findFirst();
  }
}
