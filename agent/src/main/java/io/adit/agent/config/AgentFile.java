package io.adit.agent.config;

import io.adit.peer.ServiceMap;
import io.adit.peer.socket.Endpoint;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code agent.yaml}; docs/agent.md describes every key. */
public final class AgentFile {
  /** What the file may hold. */
  private enum Key {
    THING,
    ENDPOINT,
    MQTT,
    CERTIFICATE,
    KEY,
    CA,
    SERVICES,
    CLIENT_ID,
    MAX_TUNNELS,
    DRAIN,
    HEALTH_FILE,
    LOG_LEVEL;

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> texts() {
      return Arrays.stream(values()).map(Key::text).toList();
    }
  }

  private static final Pattern THING_FORM = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");
  private static final Pattern HOST_FORM = Pattern.compile("[A-Za-z0-9._:%-]+");
  private static final Pattern DURATION_FORM = Pattern.compile("([0-9]{1,6})(ms|s|m)?");
  private static final Duration LONGEST_DRAIN = Duration.ofHours(12);
  private static final int MAX_CLIENT_ID_BYTES = 128;
  private static final int MOST_TUNNELS = 1_000;
  private static final int DEFAULT_TUNNELS = 20;
  private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);
  private static final String LOCALHOST = "127.0.0.1";
  private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private final YamlFile file;
  private final Path folder;

  private AgentFile(Path path) throws InvalidConfigException {
    this.file = YamlFile.read(path);
    this.folder = path.toAbsolutePath().resolveSibling("");
  }

  /** Reads it with the files that it names; blocks. */
  public static AgentConfig read(Vertx vertx, Path path) throws InvalidConfigException {
    return new AgentFile(path).read(new IdentityFiles(vertx));
  }

  /**
   * Reads its health file's path alone, for those who may not read the key.
   *
   * @return empty where it names none
   */
  public static Optional<Path> healthFile(Path path) throws InvalidConfigException {
    return Optional.ofNullable(new AgentFile(path).path(Key.HEALTH_FILE));
  }

  private AgentConfig read(IdentityFiles files) throws InvalidConfigException {
    refuseUnknownKeys();
    String thing = thing();
    var gateway = new AgentConfig.Gateway(address(Key.MQTT), clientId(thing), identity(files));
    Endpoint.Tcp relay = text(Key.ENDPOINT).isPresent() ? address(Key.ENDPOINT) : null;
    return new AgentConfig(thing, gateway, relay, services(), manners());
  }

  private void refuseUnknownKeys() throws InvalidConfigException {
    List<String> known = Key.texts();
    for (var entry : file.values().entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw file.problem(
            entry.getValue().line(),
            "there is no key '" + entry.getKey() + "'; known are " + String.join(", ", known));
      }
    }
  }

  private String thing() throws InvalidConfigException {
    YamlFile.Text thing = required(Key.THING);
    if (!THING_FORM.matcher(thing.text()).matches()) {
      throw wrong(
          Key.THING,
          thing,
          "the thing's name is wanted: 1 to 128 letters, digits, ':', '_' and '-'");
    }
    return thing.text();
  }

  private String clientId(String thing) throws InvalidConfigException {
    Optional<YamlFile.Text> id = text(Key.CLIENT_ID);
    if (id.isEmpty()) {
      return thing;
    }
    int bytes = id.get().text().getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MAX_CLIENT_ID_BYTES) {
      throw wrong(Key.CLIENT_ID, id.get(), "1 to 128 bytes are wanted");
    }
    return id.get().text();
  }

  private Endpoint.Tcp address(Key key) throws InvalidConfigException {
    YamlFile.Text text = required(key);
    try {
      if (Endpoint.parse(text.text(), "") instanceof Endpoint.Tcp tcp
          && tcp.port() > 0
          && HOST_FORM.matcher(tcp.host()).matches()) {
        return tcp;
      }
    } catch (IllegalArgumentException e) {
      // A port alone has no host, and all else is said below.
    }
    throw wrong(key, text, "HOST:PORT is wanted, such as adit.example.com:8443");
  }

  private Identity identity(IdentityFiles files) throws InvalidConfigException {
    return files.read(named(Key.CERTIFICATE), named(Key.KEY), optionalFile(Key.CA));
  }

  private IdentityFiles.Named named(Key key) throws InvalidConfigException {
    required(key);
    IdentityFiles.Named named = optionalFile(key);
    if (named == null) {
      throw new IllegalStateException(key + " is there");
    }
    return named;
  }

  private IdentityFiles.@Nullable Named optionalFile(Key key) throws InvalidConfigException {
    Path path = path(key);
    return path == null ? null : new IdentityFiles.Named(key.text(), path);
  }

  private @Nullable Path path(Key key) throws InvalidConfigException {
    Optional<YamlFile.Text> text = text(key);
    if (text.isEmpty()) {
      return null;
    }
    try {
      if (!text.get().text().isEmpty()) {
        return folder.resolve(text.get().text());
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw wrong(key, text.get(), "a file's path is wanted");
  }

  private SequencedMap<String, Endpoint> services() throws InvalidConfigException {
    var services = new LinkedHashMap<String, Endpoint>();
    Optional<YamlFile.Value> value = file.value(Key.SERVICES.text());
    if (value.isEmpty()) {
      services.put("SSH", new Endpoint.Tcp(LOCALHOST, 22));
      services.put("VNC", new Endpoint.Tcp(LOCALHOST, 5900));
      return services;
    }
    if (!(value.get() instanceof YamlFile.Section section)) {
      throw file.problem(
          value.get().line(), "'services' is a text; 'SERVICE: HOST:PORT' below it are wanted");
    }
    for (var entry : section.entries().entrySet()) {
      services.put(service(entry.getKey(), entry.getValue()), endpoint(entry.getValue(), entry));
    }
    return services;
  }

  private String service(String name, YamlFile.Text at) throws InvalidConfigException {
    if (!ServiceMap.SERVICE_FORM.matcher(name).matches()) {
      throw file.problem(
          at.line(),
          "services: '"
              + name
              + "' is no service's name; 1 to 128 letters, digits, ':', '_' and '-' are wanted");
    }
    return name;
  }

  private Endpoint endpoint(YamlFile.Text text, Map.Entry<String, YamlFile.Text> entry)
      throws InvalidConfigException {
    try {
      Endpoint endpoint = Endpoint.parse(text.text(), LOCALHOST);
      if (endpoint instanceof Endpoint.UnixSocket unix) {
        return new Endpoint.UnixSocket(folder.resolve(unix.path()).toString());
      }
      if (endpoint instanceof Endpoint.Tcp tcp && tcp.port() > 0) {
        return endpoint;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw file.problem(
        text.line(),
        "services: "
            + entry.getKey()
            + " is '"
            + text.text()
            + "'; PORT, HOST:PORT, [IPv6]:PORT or a Unix socket's path is wanted");
  }

  private AgentConfig.Manners manners() throws InvalidConfigException {
    return new AgentConfig.Manners(maxTunnels(), drain(), path(Key.HEALTH_FILE), logLevel());
  }

  private int maxTunnels() throws InvalidConfigException {
    Optional<YamlFile.Text> text = text(Key.MAX_TUNNELS);
    if (text.isEmpty()) {
      return DEFAULT_TUNNELS;
    }
    if (text.get().text().matches("[0-9]{1,4}")) {
      int number = Integer.parseInt(text.get().text());
      if (number >= 1 && number <= MOST_TUNNELS) {
        return number;
      }
    }
    throw wrong(Key.MAX_TUNNELS, text.get(), "a number from 1 to " + MOST_TUNNELS + " is wanted");
  }

  private Duration drain() throws InvalidConfigException {
    Optional<YamlFile.Text> text = text(Key.DRAIN);
    if (text.isEmpty()) {
      return DEFAULT_DRAIN;
    }
    Matcher form = DURATION_FORM.matcher(text.get().text());
    if (form.matches()) {
      long number = Long.parseLong(form.group(1));
      Duration drain =
          switch (form.group(2) == null ? "s" : form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
          };
      if (drain.compareTo(LONGEST_DRAIN) <= 0) {
        return drain;
      }
    }
    throw wrong(Key.DRAIN, text.get(), "a time from 0s to 12 hours is wanted, such as 5s or 2m");
  }

  private @Nullable String logLevel() throws InvalidConfigException {
    Optional<YamlFile.Text> text = text(Key.LOG_LEVEL);
    if (text.isEmpty()) {
      return null;
    }
    if (!LOG_LEVELS.contains(text.get().text())) {
      throw wrong(
          Key.LOG_LEVEL, text.get(), "one of " + String.join(", ", LOG_LEVELS) + " is wanted");
    }
    return text.get().text();
  }

  private YamlFile.Text required(Key key) throws InvalidConfigException {
    Optional<YamlFile.Text> text = text(key);
    if (text.isEmpty()) {
      throw file.problem("'" + key.text() + "' is missing");
    }
    return text.get();
  }

  private Optional<YamlFile.Text> text(Key key) throws InvalidConfigException {
    Optional<YamlFile.Value> value = file.value(key.text());
    if (value.isPresent() && value.get() instanceof YamlFile.Section section) {
      throw file.problem(
          section.line(), "'" + key.text() + "' has keys of its own; one value is wanted");
    }
    return value.map(YamlFile.Text.class::cast);
  }

  private InvalidConfigException wrong(Key key, YamlFile.Text text, String wanted) {
    return file.problem(text.line(), "'" + key.text() + "' is '" + text.text() + "'; " + wanted);
  }
}
