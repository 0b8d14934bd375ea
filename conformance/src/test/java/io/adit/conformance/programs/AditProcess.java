package io.adit.conformance.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A running {@code adit server}, and what {@code adit env} tells of it. */
public final class AditProcess implements AutoCloseable {
  /** Printed once the server takes connections. */
  private static final String READY = "^ready ";

  private static final long START_SECONDS = 60;

  private final Path data;
  private final Running running;
  private final Map<String, String> environment;
  private final JsonNode endpoint;

  private AditProcess(Path data, Running running) {
    this.data = data;
    this.running = running;
    this.environment = exported(data);
    this.endpoint = endpoint(data);
  }

  /**
   * A new server with a data folder of its own, on ports that stay its own while it is away: those
   * that the system chooses may be another story's by then.
   */
  public static AditProcess start(Stage stage, String... options) {
    return start(stage, stage.newFolder("data"), Ports.free(), options);
  }

  static AditProcess start(Stage stage, Path data, int port, String... options) {
    var arguments = new ArrayList<>(List.of("server", "--port", "" + port));
    arguments.addAll(List.of("--bind", "127.0.0.1", "--data", data.toString()));
    if (!List.of(options).contains("--notify") && !List.of(options).contains("--mqtt-port")) {
      arguments.addAll(List.of("--mqtt-port", "" + Ports.free()));
    }
    arguments.addAll(List.of(options));
    var running =
        Running.start(
            "adit server",
            Adit.root(),
            Adit.environment(),
            Adit.command(arguments.toArray(String[]::new)));
    stage.owns(running);
    running.awaitLine(READY, Within.seconds(START_SECONDS));
    return new AditProcess(data, running);
  }

  /** The same data on the same ports, after this one was killed or stopped. */
  public AditProcess startAgain(Stage stage, String... options) {
    var again = new ArrayList<>(List.of(options));
    if (endpoint.hasNonNull("mqttPort")) {
      again.addAll(List.of("--mqtt-port", "" + mqttPort()));
    }
    return start(stage, data, port(), again.toArray(String[]::new));
  }

  private static JsonNode endpoint(Path data) {
    try {
      return new ObjectMapper().readTree(data.resolve("endpoint.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code eval "$(adit env)"} puts into a shell's environment. */
  private static Map<String, String> exported(Path data) {
    var script = "eval \"$(./adit env --data \"$1\")\" && env -0";
    var shell =
        Finished.run(
                Adit.root(),
                Adit.environment(),
                Within.seconds(START_SECONDS),
                List.of("/bin/sh", "-c", script, "sh", data.toString()))
            .succeeded();
    var before = Adit.environment();
    var exported = new LinkedHashMap<String, String>();
    for (var variable : shell.out().split("\0", -1)) {
      var name = variable.substring(0, Math.max(0, variable.indexOf('=')));
      if (name.startsWith("AWS") || name.startsWith("SSL_CERT")) {
        exported.put(name, variable.substring(name.length() + 1));
      }
    }
    if (exported.isEmpty()) {
      throw new AssertionError("adit env exported nothing that is not in " + before.keySet());
    }
    return exported;
  }

  /** The environment for a program that shall find this server. */
  public Map<String, String> environment() {
    return environment;
  }

  /** One variable of {@code adit env}; fails where it is missing. */
  public String variable(String name) {
    var value = environment.get(name);
    if (value == null) {
      throw new AssertionError(
          "adit env does not export " + name + ", only " + environment.keySet());
    }
    return value;
  }

  public URI endpoint() {
    return URI.create(variable("AWS_ENDPOINT_URL_IOTSECURETUNNELING"));
  }

  public int port() {
    return endpoint().getPort();
  }

  /** Where devices connect. */
  public int mqttPort() {
    return endpoint.path("mqttPort").asInt();
  }

  public Path caBundle() {
    return Path.of(variable("AWS_CA_BUNDLE"));
  }

  public Path data() {
    return data;
  }

  public Running running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
  }
}
