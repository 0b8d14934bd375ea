package io.adit.cli;

import io.adit.server.InvalidOptionException;
import io.adit.server.ServerOptions;
import io.adit.server.tls.GivenCertificates;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server's settings from three sources, the first that names one wins: command line, environment
 * ({@code ADIT_} and the name in capitals), configuration file.
 */
final class ServerSettings {
  static final String PORT = "port";
  static final String BIND = "bind";
  static final String DATA = "data";
  static final String REGION = "region";
  static final String ACCOUNT = "account";
  static final String PUBLIC_NAME = "public-name";
  static final String TLS_CERT = "tls-cert";
  static final String TLS_KEY = "tls-key";
  static final String MAX_SERVICES = "max-services";
  static final String CLOSED_RETENTION = "closed-retention";
  private static final String CONFIG = "config";

  private static final List<String> NAMES =
      List.of(
          PORT,
          BIND,
          DATA,
          REGION,
          ACCOUNT,
          PUBLIC_NAME,
          TLS_CERT,
          TLS_KEY,
          MAX_SERVICES,
          CLOSED_RETENTION);

  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([smhd])");

  private final Map<String, String> values;
  private final Map<String, String> environment;

  private ServerSettings(Map<String, String> values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
  }

  /**
   * @throws InvalidOptionException for a configuration file that cannot be read or names an option
   *     that does not exist
   */
  static ServerSettings of(
      Map<String, String> commandLine, Map<String, String> environment, @Nullable Path config) {
    String fromEnvironment = environment.getOrDefault(variable(CONFIG), "");
    Path file = config == null && !fromEnvironment.isEmpty() ? Path.of(fromEnvironment) : config;
    var values = new HashMap<String, String>();
    if (file != null) {
      values.putAll(read(file));
    }
    for (String name : NAMES) {
      String value = environment.getOrDefault(variable(name), "");
      if (!value.isEmpty()) {
        values.put(name, value);
      }
    }
    values.putAll(commandLine);
    return new ServerSettings(values, environment);
  }

  /**
   * The options, with every value checked.
   *
   * @throws InvalidOptionException for the first that is wrong
   */
  ServerOptions options() {
    Path data = find(DATA).map(Path::of).orElseGet(() -> DataPath.byDefault(environment));
    var defaults = ServerOptions.defaults(data);
    return new ServerOptions(
        data,
        new ServerOptions.Listener(
            find(BIND).orElse(defaults.listener().bind()),
            number(PORT, defaults.listener().port())),
        new ServerOptions.Identity(
            find(REGION).orElse(defaults.identity().region()),
            find(ACCOUNT).orElse(defaults.identity().account())),
        new ServerOptions.Certificates(publicNames(), givenCertificates()),
        new ServerOptions.Limits(
            number(MAX_SERVICES, defaults.limits().maxServices()),
            find(CLOSED_RETENTION)
                .map(ServerSettings::duration)
                .orElse(defaults.limits().closedRetention())));
  }

  private List<String> publicNames() {
    return find(PUBLIC_NAME).stream()
        .flatMap(names -> Arrays.stream(names.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private @Nullable GivenCertificates givenCertificates() {
    Optional<String> certificate = find(TLS_CERT);
    Optional<String> key = find(TLS_KEY);
    if (certificate.isEmpty() && key.isEmpty()) {
      return null;
    }
    return new GivenCertificates(
        Path.of(certificate.orElseThrow(() -> lonely(TLS_CERT, TLS_KEY))),
        Path.of(key.orElseThrow(() -> lonely(TLS_KEY, TLS_CERT))));
  }

  private static InvalidOptionException lonely(String missing, String given) {
    return new InvalidOptionException(missing, "is missing; it goes together with --" + given);
  }

  private Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private int number(String name, int byDefault) {
    String value = values.get(name);
    if (value == null) {
      return byDefault;
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new InvalidOptionException(name, "'" + value + "' is not a whole number");
    }
  }

  private static Duration duration(String text) {
    Matcher form = TIME.matcher(text);
    if (!form.matches()) {
      throw new InvalidOptionException(
          CLOSED_RETENTION, "'" + text + "' is no time: give 30s, 90m, 3h or 7d");
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static String variable(String name) {
    return "ADIT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Map<String, String> read(Path file) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidOptionException(CONFIG, file + " cannot be read: " + e);
    }
    var values = new HashMap<String, String>();
    for (String name : properties.stringPropertyNames()) {
      if (!NAMES.contains(name)) {
        throw new InvalidOptionException(
            CONFIG, file + ": '" + name + "' is no option; did you mean '" + nearest(name) + "'?");
      }
      values.put(name, properties.getProperty(name).strip());
    }
    return values;
  }

  private static String nearest(String name) {
    return NAMES.stream()
        .max(Comparator.comparingInt(known -> commonLetters(known, name)))
        .orElse(PORT);
  }

  /** Letters at the start and at the end that both have: enough to find a slip of the fingers. */
  private static int commonLetters(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int start = 0;
    while (start < shorter && one.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    return start + end;
  }
}
