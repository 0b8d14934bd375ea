package io.adit.bench.start;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adit.bench.api.ApiClients;
import io.adit.bench.api.SignedRequests;
import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.ProcessUsage;
import io.adit.bench.process.Ports;
import io.adit.bench.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts proxies of one tunnel, short commands and servers, in turn. */
final class StartLoad {
  private static final String LISTENING = "Listening for new connection";
  private static final String PLAIN_PROXY = "adit proxy, plain JVM";
  private static final String PLAIN_VERSION = "adit --version, plain JVM";
  private static final String PLAIN_SERVER = "adit server, plain JVM";

  private final int rounds;
  private final Path folder;
  private final @Nullable Path official;
  private final Path launcher = ServerProcess.launcher();

  StartLoad(int rounds, Path folder, @Nullable Path official) {
    this.rounds = rounds;
    this.folder = folder;
    this.official = official;
  }

  StartReport run() throws IOException {
    Machine machine = Machine.here();
    try (ServerProcess server = ServerProcess.start(launcher, folder.resolve("data"))) {
      Map<Contender, List<Contender.Started>> started = new LinkedHashMap<>();
      contenders(server).forEach(contender -> started.put(contender, new ArrayList<>()));
      for (int round = 0; round < rounds; round++) {
        for (var each : started.entrySet()) {
          each.getValue().add(each.getKey().start(StartLoad::resident));
        }
      }
      return new StartReport(
          machine,
          started.entrySet().stream().map(each -> row(each.getKey(), each.getValue())).toList());
    }
  }

  private List<Contender> contenders(ServerProcess server) throws IOException {
    var all = new ArrayList<Contender>();
    Map<String, String> tunnel = tunnel(server);
    List<String> source = List.of("-s", "SSH=0", "-c", server.authority().toString());
    all.add(proxy(PLAIN_PROXY, plain("proxy"), source, tunnel));
    all.add(proxy("adit proxy", List.of(launcher.toString(), "proxy"), source, tunnel));
    String ours = launcher.resolveSibling("bin/localproxy").toString();
    all.add(proxy("bin/localproxy", List.of(ours), source, tunnel));
    if (official != null) {
      all.add(official(official, server, tunnel));
    }
    all.add(new Contender(PLAIN_VERSION, plain("--version"), Map.of(), "Adit "));
    all.add(
        new Contender(
            "adit --version", List.of(launcher.toString(), "--version"), Map.of(), "Adit "));
    List<String> listener =
        List.of(
            "--bind", "127.0.0.1", "--port", "0", "--mqtt-port", "0", "--data", folder + "/other");
    all.add(new Contender(PLAIN_SERVER, both(plain("server"), listener), Map.of(), "ready "));
    List<String> shipped = List.of(launcher.toString(), "server");
    all.add(new Contender("adit server", both(shipped, listener), Map.of(), "ready "));
    return all;
  }

  /** It takes no port 0, and reads authorities from OpenSSL's variable. */
  private static Contender official(Path program, ServerProcess server, Map<String, String> tunnel)
      throws IOException {
    var environment = new HashMap<>(tunnel);
    environment.put("SSL_CERT_FILE", server.authority().toString());
    return proxy(
        "AWS's localproxy",
        List.of(program.toAbsolutePath().toString()),
        List.of("-s", "SSH=" + Ports.free()),
        environment);
  }

  private static Contender proxy(
      String name, List<String> program, List<String> arguments, Map<String, String> tunnel) {
    return new Contender(name, both(program, arguments), tunnel, LISTENING);
  }

  /** What the launcher starts, without its options for the JVM. */
  private List<String> plain(String command) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        launcher.resolveSibling("cli/target/dist/lib/adit-cli.jar").toString(),
        "io.adit.cli.Adit",
        command);
  }

  private static List<String> both(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /** A client token lets one access token in again and again. */
  private static Map<String, String> tunnel(ServerProcess server) throws IOException {
    String input = "{\"destinationConfig\":{\"services\":[\"SSH\"]}}";
    byte[] call = new SignedRequests(server.api()).of("OpenTunnel", input);
    try (ApiClients caller = ApiClients.connect(server, 1)) {
      String answer = caller.call(List.of(call), 1).answers().getFirst();
      return Map.of(
          "AWSIOT_TUNNEL_ACCESS_TOKEN",
          new JsonMapper().readTree(answer).path("sourceAccessToken").asText(),
          "AWSIOT_TUNNEL_CLIENT_TOKEN",
          "bench-start-bench-start-bench-start",
          "AWSIOT_TUNNEL_ENDPOINT",
          "localhost:" + server.port());
    }
  }

  private static long resident(Process process) {
    try {
      return ProcessUsage.of(process.pid()).residentKib();
    } catch (IOException e) {
      // One that prints a line and ends may be gone by now.
      return process.isAlive() ? fail(e) : 0;
    }
  }

  private static long fail(IOException e) {
    throw new UncheckedIOException(e);
  }

  private static StartReport.Row row(Contender contender, List<Contender.Started> started) {
    String name = contender.name();
    return new StartReport.Row(
        name,
        Median.of(started.stream().map(Contender.Started::millis).toList()),
        Median.of(started.stream().map(each -> each.residentKib() / 1024.0).toList()),
        name.contains("version")
            ? PLAIN_VERSION
            : name.contains("server") ? PLAIN_SERVER : PLAIN_PROXY);
  }
}
