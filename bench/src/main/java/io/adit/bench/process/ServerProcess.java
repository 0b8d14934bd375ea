package io.adit.bench.process;

import io.adit.cli.api.ApiAccess;
import io.adit.server.AdministratorKey;
import io.adit.server.RunningServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** An Adit server in a process of its own, on free ports of loopback. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

  private final Process process;
  private final Path data;
  private final RunningServer endpoint;

  private ServerProcess(Process process, Path data, RunningServer endpoint) {
    this.process = process;
    this.data = data;
    this.endpoint = endpoint;
  }

  /** Starts one that ends with the stage, with the launcher that this bench was started with. */
  public static ServerProcess start(Stage stage, String... options) throws IOException {
    return stage.owns(start(launcher(), stage.newFolder("server").resolve("data"), options));
  }

  /** The same, which says of each stranger what it says to operators. */
  public static ServerProcess startWithItsLog(Stage stage) throws IOException {
    return stage.owns(
        start(launcher(), stage.newFolder("server").resolve("data"), 0, "info", List.of()));
  }

  /** The script {@code adit}. */
  public static Path launcher() {
    return Path.of(System.getProperty("adit.command", "./adit")).toAbsolutePath();
  }

  /**
   * Starts one as users do.
   *
   * @param launcher the script {@code adit}; it may wait for nothing that must be built
   * @param options of the server, beside where it listens and what it keeps
   */
  public static ServerProcess start(Path launcher, Path data, String... options)
      throws IOException {
    return start(launcher, data, 0, options);
  }

  /** The same on a port that stays its own, so that another one may be there after it. */
  public static ServerProcess start(Path launcher, Path data, int port, String... options)
      throws IOException {
    // A line for each token would be measured too.
    return start(launcher, data, port, "warn", List.of(options));
  }

  private static ServerProcess start(
      Path launcher, Path data, int port, String logLevel, List<String> options)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                launcher.toString(),
                "server",
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--mqtt-port",
                "0",
                "--data",
                data.toString()));
    command.addAll(options);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log(data).toFile())
            .redirectInput(new File("/dev/null"));
    builder.environment().put("ADIT_NO_BUILD", "1");
    builder.environment().put("ADIT_LOG", logLevel);
    Process process = builder.start();
    try {
      return new ServerProcess(process, data, awaitEndpoint(process, data));
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static RunningServer awaitEndpoint(Process process, Path data) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() - end < 0) {
      var found = RunningServer.find(data).filter(it -> it.pid() == process.pid());
      if (found.isPresent()) {
        return found.get();
      }
      Pause.millis(50);
    }
    throw new IOException(
        "The server does not start. It says:\n" + Files.readString(log(data)).strip());
  }

  private static Path log(Path data) {
    return data.resolveSibling("server.log");
  }

  /** How many lines it has written so far. */
  public long logLines() throws IOException {
    try (var lines = Files.lines(log(data))) {
      return lines.count();
    }
  }

  public String host() {
    return endpoint.host();
  }

  /** Of the API and of tunnels' links. */
  public int port() {
    return endpoint.port();
  }

  public long pid() {
    return process.pid();
  }

  public int mqttPort() {
    Integer port = endpoint.mqttPort();
    if (port == null) {
      throw new IllegalStateException("the server has no gateway");
    }
    return port;
  }

  /** What devices and callers trust. */
  public Path authority() {
    return data.resolve("ca.pem");
  }

  /** The API with the administrator's key. */
  public ApiAccess api() throws IOException {
    AdministratorKey key = AdministratorKey.read(data);
    return ApiAccess.find(
        new ApiAccess.Options(endpoint.url(), endpoint.region(), authority().toString()),
        Map.of("AWS_ACCESS_KEY_ID", key.id(), "AWS_SECRET_ACCESS_KEY", key.secret()));
  }

  /** What it holds of the machine's memory, once its garbage is collected. */
  public Memory memory() throws IOException {
    String pid = "" + process.pid();
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    run(jcmd.toString(), pid, "GC.run");
    var heap = HEAP_USED.matcher(run(jcmd.toString(), pid, "GC.heap_info"));
    if (!heap.find()) {
      throw new IOException("jcmd says nothing of the heap");
    }
    long resident = Long.parseLong(run("ps", "-o", "rss=", "-p", pid).strip());
    return new Memory(resident, Long.parseLong(heap.group(1)));
  }

  /** In kibibytes. */
  public record Memory(long residentKib, long heapUsedKib) {}

  private static String run(String... command) throws IOException {
    Process ran = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    try (var reader =
        new BufferedReader(new InputStreamReader(ran.getInputStream(), StandardCharsets.UTF_8))) {
      return String.join("\n", reader.lines().toList());
    }
  }

  /** As {@code kill -9} does; returns when it is gone. */
  public void kill() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
