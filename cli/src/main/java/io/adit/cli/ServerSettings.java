package io.adit.cli;

import io.adit.server.InvalidOptionException;
import io.adit.server.OperationsOptions;
import io.adit.server.ServerOptions;
import io.adit.server.ServerOptions.Certificates;
import io.adit.server.ServerOptions.Identity;
import io.adit.server.ServerOptions.Limits;
import io.adit.server.ServerOptions.Links;
import io.adit.server.ServerOptions.Listener;
import io.adit.server.ServerOptions.Mqtt;
import io.adit.server.auth.Role;
import io.adit.server.broker.BrokerOptions;
import io.adit.server.flow.Rate;
import io.adit.server.oidc.OidcOptions;
import io.adit.server.secret.MasterKey;
import io.adit.server.tls.GivenCertificates;
import io.adit.wire.NotifyMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one start, from flags, environment and configuration file in this order; what
 * none of them sets has its default.
 */
final class ServerSettings {
  private static final String OFF = "off";

  private final Map<ServerSetting, Given> given = new EnumMap<>(ServerSetting.class);
  private final Map<String, String> environment;

  /**
   * A value and where it stands.
   *
   * @param base what a path in it is relative to
   */
  private record Given(List<String> texts, String origin, Path base) {}

  /**
   * @param flags what the command line holds
   * @throws InvalidSettingException for a configuration file that cannot be used
   */
  ServerSettings(
      Map<ServerSetting, List<String>> flags,
      Map<String, String> environment,
      @Nullable Path configurationFile) {
    this.environment = environment;
    if (configurationFile != null) {
      addFile(configurationFile);
    }
    Path here = Path.of("");
    for (ServerSetting setting : ServerSetting.values()) {
      String variable = environment.getOrDefault(setting.variable(), "");
      if (!variable.isEmpty()) { // an empty variable is how many say that there is none
        given.put(setting, new Given(split(setting, variable), setting.variable(), here));
      }
      List<String> flag = flags.get(setting);
      if (flag != null) {
        List<String> values = flag.stream().flatMap(v -> split(setting, v).stream()).toList();
        given.put(setting, new Given(values, setting.flag(), here));
      }
    }
  }

  /**
   * @throws InvalidSettingException that names the value and where it stands
   */
  ServerOptions options() {
    ServerOptions defaults = ServerOptions.defaults(data());
    try {
      return new ServerOptions(
          defaults.data(),
          listener(defaults.listener()),
          identity(defaults.identity()),
          certificates(),
          limits(defaults.limits()),
          links(defaults.links()),
          mqtt(defaults.mqtt()),
          oidc(),
          operations(),
          new AuditSettings(this).options());
    } catch (InvalidOptionException e) {
      ServerSetting setting =
          Arrays.stream(ServerSetting.values())
              .filter(each -> each.key().equals(e.option()))
              .findFirst()
              .orElseThrow();
      throw new InvalidSettingException(origin(setting) + ": " + e.getMessage());
    }
  }

  private Listener listener(Listener defaults) {
    return new Listener(
        text(ServerSetting.BIND).orElse(defaults.bind()),
        parsed(ServerSetting.PORT, ServerSettings::number).orElse(defaults.port()));
  }

  private Identity identity(Identity defaults) {
    return new Identity(
        text(ServerSetting.REGION).orElse(defaults.region()),
        text(ServerSetting.ACCOUNT).orElse(defaults.account()));
  }

  private Limits limits(Limits defaults) {
    return new Limits(
        parsed(ServerSetting.MAX_SERVICES, ServerSettings::number).orElse(defaults.maxServices()),
        parsed(ServerSetting.CLOSED_RETENTION, TimeSpan::parse).orElse(defaults.closedRetention()),
        parsed(ServerSetting.STRICT_THINGS, ServerSettings::truth).orElse(defaults.strictThings()),
        LimitSettings.of(this),
        LimitSettings.strangers(this, defaults.strangers()));
  }

  private Links links(Links defaults) {
    String rate = text(ServerSetting.OFFICIAL_CLIENT_RATE).orElse("");
    return new Links(
        parsed(ServerSetting.DESTINATION_WAIT, TimeSpan::parse).orElse(defaults.destinationWait()),
        rate.equals(OFF)
            ? null
            : parsed(ServerSetting.OFFICIAL_CLIENT_RATE, Rate::parse)
                .orElse(defaults.officialClientRate()),
        Set.copyOf(texts(ServerSetting.ALLOWED_ORIGIN)));
  }

  private Mqtt mqtt(Mqtt defaults) {
    BrokerOptions broker = text(ServerSetting.NOTIFY).map(this::broker).orElse(null);
    Optional<String> port = text(ServerSetting.MQTT_PORT);
    boolean isOff = port.isEmpty() ? broker != null : port.get().equals(OFF);
    return new Mqtt(
        isOff
            ? null
            : parsed(ServerSetting.MQTT_PORT, ServerSettings::number).orElse(defaults.port()),
        parsed(ServerSetting.REDELIVER, ServerSettings::truth).orElse(defaults.redeliver()),
        broker);
  }

  private BrokerOptions broker(String url) {
    BrokerUrl at =
        BrokerUrl.parse(url)
            .orElseThrow(() ->
                new InvalidOptionException(
                    ServerSetting.NOTIFY.key(),
                    "'" + url + "' is no broker: give mqtts://HOST or mqtts://HOST:PORT"));
    Optional<Path> certificate = path(ServerSetting.NOTIFY_CERT);
    Optional<Path> key = path(ServerSetting.NOTIFY_KEY);
    requireBoth(ServerSetting.NOTIFY_CERT, ServerSetting.NOTIFY_KEY);
    return new BrokerOptions(
        at.host(),
        at.port(),
        text(ServerSetting.NOTIFY_CLIENT_ID).orElseGet(BrokerUrl::newClientId),
        text(ServerSetting.NOTIFY_TOPIC_PREFIX).orElse(NotifyMessage.AWS_PREFIX),
        new BrokerOptions.Credentials(
            path(ServerSetting.NOTIFY_CA).orElse(null),
            certificate.orElse(null),
            key.orElse(null),
            text(ServerSetting.NOTIFY_USER).orElse(null),
            brokerPassword()));
  }

  private @Nullable OidcOptions oidc() {
    Optional<String> issuer = text(ServerSetting.OIDC_ISSUER);
    requireBoth(ServerSetting.OIDC_ISSUER, ServerSetting.OIDC_CLIENT_ID);
    if (issuer.isEmpty()) {
      return null;
    }
    List<String> roles = texts(ServerSetting.OIDC_ROLE);
    return new OidcOptions(
        issuer.get(),
        text(ServerSetting.OIDC_CLIENT_ID).orElseThrow(),
        path(ServerSetting.OIDC_CLIENT_SECRET_FILE)
            .map(file -> firstLine(ServerSetting.OIDC_CLIENT_SECRET_FILE, file))
            .orElse(null),
        text(ServerSetting.OIDC_NAME).orElseGet(() -> hostOf(issuer.get())),
        text(ServerSetting.OIDC_ROLE_CLAIM).orElse("roles"),
        roles.isEmpty() ? OidcOptions.rolesByTheirNames() : roles(roles));
  }

  /** Whether the log's lines are JSON. */
  boolean logsJson() {
    String format = text(ServerSetting.LOG_FORMAT).orElse("text");
    return switch (format) {
      case "json" -> true;
      case "text" -> false;
      default ->
          throw new InvalidSettingException(
              "%s: '%s' is no form of a log: give text or json"
                  .formatted(origin(ServerSetting.LOG_FORMAT), format));
    };
  }

  private OperationsOptions operations() {
    return new OperationsOptions(
        masterKey(),
        metrics(),
        text(ServerSetting.OTLP_ENDPOINT).map(ServerSettings::uri).orElse(null));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidOptionException(
          ServerSetting.OTLP_ENDPOINT.key(), "'" + text + "' is no URL: " + e.getReason());
    }
  }

  private OperationsOptions.@Nullable Metrics metrics() {
    String variable = environment.getOrDefault("ADIT_METRICS_TOKEN", "");
    Optional<String> token =
        path(ServerSetting.METRICS_TOKEN_FILE)
            .map(file -> firstLine(ServerSetting.METRICS_TOKEN_FILE, file))
            .or(() -> Optional.of(variable).filter(text -> !text.isEmpty()));
    if (!parsed(ServerSetting.METRICS_OPEN, ServerSettings::truth).orElse(false)) {
      return token.map(OperationsOptions.Metrics::new).orElse(null);
    }
    if (token.isPresent()) {
      throw new InvalidOptionException(
          ServerSetting.METRICS_OPEN.key(), "metrics that are open need no token: leave one out");
    }
    return OperationsOptions.Metrics.OPEN;
  }

  private @Nullable MasterKey masterKey() {
    return SecretKeyOption.oneOf(
            path(ServerSetting.SECRET_KEY_FILE),
            text(ServerSetting.SECRET_KEY_COMMAND),
            environment.get(MasterKey.VARIABLE))
        .orElse(null);
  }

  private static String hostOf(String url) {
    try {
      return Objects.requireNonNullElse(new URI(url).getHost(), url);
    } catch (URISyntaxException e) {
      return url;
    }
  }

  private static Map<Role, List<String>> roles(List<String> texts) {
    Map<Role, List<String>> roles = new EnumMap<>(Role.class);
    for (String text : texts) {
      int equals = text.indexOf('=');
      Role role =
          Role.of(text.substring(0, Math.max(0, equals)))
              .filter(_ -> equals + 1 < text.length())
              .orElseThrow(() ->
                  new InvalidOptionException(
                      ServerSetting.OIDC_ROLE.key(),
                      "'%s' gives nobody a role: give administrator, operator or viewer, '=' and a value"
                          .formatted(text)));
      roles.computeIfAbsent(role, _ -> new ArrayList<>()).add(text.substring(equals + 1));
    }
    return roles;
  }

  private @Nullable String brokerPassword() {
    return secret("ADIT_NOTIFY_PASSWORD", ServerSetting.NOTIFY_PASSWORD_FILE);
  }

  /** What stands in a file or, where there is none, in a variable; null: there is neither. */
  @Nullable String secret(String variable, ServerSetting fileSetting) {
    Optional<Path> file = path(fileSetting);
    if (file.isPresent()) {
      return firstLine(fileSetting, file.get());
    }
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? null : value;
  }

  private String firstLine(ServerSetting setting, Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidSettingException(origin(setting) + ": " + file + " cannot be read");
    }
  }

  private Certificates certificates() {
    return new Certificates(texts(ServerSetting.PUBLIC_NAME), givenCertificates());
  }

  private @Nullable GivenCertificates givenCertificates() {
    Optional<Path> certificate = path(ServerSetting.TLS_CERT);
    Optional<Path> key = path(ServerSetting.TLS_KEY);
    requireBoth(ServerSetting.TLS_CERT, ServerSetting.TLS_KEY);
    return certificate.isPresent() && key.isPresent()
        ? new GivenCertificates(certificate.get(), key.get())
        : null;
  }

  private void requireBoth(ServerSetting one, ServerSetting other) {
    if (given.containsKey(one) != given.containsKey(other)) {
      ServerSetting there = given.containsKey(one) ? one : other;
      ServerSetting missing = there == one ? other : one;
      throw new InvalidSettingException(
          origin(there) + " needs " + missing.flag() + " beside it: the two belong together");
    }
  }

  private Path data() {
    return path(ServerSetting.DATA).orElseGet(() -> DefaultDataFolder.in(environment));
  }

  Optional<String> text(ServerSetting setting) {
    return Optional.ofNullable(given.get(setting)).map(value -> value.texts().getLast());
  }

  List<String> texts(ServerSetting setting) {
    Given value = given.get(setting);
    return value == null ? List.of() : value.texts();
  }

  Optional<Path> path(ServerSetting setting) {
    return text(setting).map(text -> resolve(setting, text));
  }

  private Path resolve(ServerSetting setting, String text) {
    if (text.isEmpty()) {
      throw new InvalidSettingException(origin(setting) + ": the path is empty");
    }
    // No shell has seen what stands in a file or a service's environment.
    Path path =
        text.startsWith("~/")
            ? Path.of(System.getProperty("user.home"), text.substring(2))
            : Path.of(text);
    Given value = given.get(setting);
    return value == null ? path : value.base().resolve(path);
  }

  <T> Optional<T> parsed(ServerSetting setting, Function<String, Optional<T>> parser) {
    return text(setting)
        .map(text ->
            parser
                .apply(text)
                .orElseThrow(() ->
                    new InvalidOptionException(
                        setting.key(), "'" + text + "' is no " + kind(setting))));
  }

  private static String kind(ServerSetting setting) {
    return switch (setting) {
      case CLOSED_RETENTION, DESTINATION_WAIT -> "time: give a number and s, m, h or d, such as 3h";
      case OFFICIAL_CLIENT_RATE -> "rate: give a number and KB/s or MB/s, such as 800KB/s, or off";
      case STRICT_THINGS, REDELIVER, METRICS_OPEN -> "truth value: give true or false";
      case AUDIT_RETENTION -> "time: give a number and h or d, such as 90d, or off";
      case AUDIT_FILE_SIZE -> "size: give a number and MB, such as 64MB";
      case AUDIT_FAILURE -> "choice: give refuse or continue";
      case AUDIT_WEBHOOK_FORMAT -> "format: give json or cloudtrail";
      case AUDIT_WEBHOOK -> "URL: give one such as https://siem.example.com/adit";
      case AUDIT_SYSLOG ->
          "syslog server: give tls://HOST, tcp://HOST or udp://HOST, with :PORT where it is"
              + " unusual";
      case MQTT_PORT -> "port: give a whole number, or off";
      default -> "whole number";
    };
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on" -> Optional.of(true);
      case "false", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private String origin(ServerSetting setting) {
    Given value = given.get(setting);
    return value == null ? setting.flag() : value.origin();
  }

  private void addFile(Path file) {
    Path base = file.toAbsolutePath().getParent();
    Map<String, String> values = ConfigurationFile.read(file);
    for (ServerSetting setting : ServerSetting.values()) {
      String value = values.get(setting.key());
      if (value != null && base != null) {
        String origin = setting.key() + " in " + file;
        given.put(setting, new Given(split(setting, value.strip()), origin, base));
      }
    }
  }

  private static List<String> split(ServerSetting setting, String text) {
    return setting.isRepeatable()
        ? Arrays.stream(text.split(",", -1)).map(String::strip).toList()
        : List.of(text);
  }
}
