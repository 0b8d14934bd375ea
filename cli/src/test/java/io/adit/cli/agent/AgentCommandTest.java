package io.adit.cli.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.agent.health.Health;
import io.adit.agent.health.HealthFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AgentCommandTest {
  private static final long WAIT_SECONDS = 30;

  /** What the command did in this process. */
  private record Run(int exitCode, String err) {}

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void unpack() throws IOException {
    file = folder.resolve("agent.yaml");
    for (String name : List.of("device.pem", "device.key")) {
      try (InputStream in =
          Objects.requireNonNull(AgentCommandTest.class.getResourceAsStream(name))) {
        Files.write(folder.resolve(name), in.readAllBytes());
      }
    }
  }

  @Test
  void saysWhatIsWrongWithTheConfiguration() throws Exception {
    assertThat(run("-c", file.toString()))
        .isEqualTo(
            new Run(
                1, "agent: " + file + ": there is no such file; 'adit thing create' writes one\n"));

    configure("mqtt: nowhere");
    assertThat(run("-c", file.toString()))
        .isEqualTo(
            new Run(
                1,
                "agent: "
                    + file
                    + ", line 5: 'mqtt' is 'nowhere'; HOST:PORT is wanted, such as"
                    + " adit.example.com:8443\n"));
  }

  @Test
  void checksTheAgentThatRuns() throws Exception {
    configure("mqtt: localhost:1");
    Run without = run("-c", file.toString(), "--check");
    assertThat(without.exitCode()).isEqualTo(1);
    assertThat(without.err()).contains("'health-file' is missing");

    configure("mqtt: localhost:1", "health-file: health");
    Run notThere = run("-c", file.toString(), "--check");
    assertThat(notThere.exitCode()).isEqualTo(3);
    assertThat(notThere.err()).contains("the agent does not run");

    write(Health.State.WAITING);
    assertThat(run("-c", file.toString(), "--check"))
        .isEqualTo(new Run(3, "agent: the agent is waiting\n"));

    write(Health.State.CONNECTED);
    assertThat(run("-c", file.toString(), "--check")).isEqualTo(new Run(0, ""));
  }

  @Test
  void hearsItsSignals() throws Exception {
    configure("mqtt: localhost:" + closedPort(), "health-file: health");
    Process agent = start();
    try {
      BufferedReader log = agent.errorReader(UTF_8);
      await(log, "the gateway's port is closed");

      configure("mqtt: localhost:1", "healt-file: health");
      signal(agent, "HUP");
      await(log, "there is no key 'healt-file'");

      configure("mqtt: localhost:1", "health-file: health", "services:", "  WEB: 80");
      signal(agent, "HUP");
      await(log, "Configuration read again: services {WEB=127.0.0.1:80}");
      assertThat(folder.resolve("health")).exists();

      signal(agent, "TERM");
      await(log, "Ended");
      assertThat(agent.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(agent.exitValue()).isZero();
      assertThat(folder.resolve("health")).doesNotExist();
    } finally {
      agent.destroyForcibly();
    }
  }

  private void configure(String... lines) throws IOException {
    Files.writeString(
        file,
        """
        thing: RemoteThing1
        endpoint: localhost:1
        certificate: device.pem
        key: device.key
        """
            + String.join("\n", lines)
            + "\n");
  }

  private void write(Health.State state) {
    new HealthFile(folder.resolve("health"))
        .write(new Health(state, "RemoteThing1", null, List.of(), null), Instant.now());
  }

  private static Run run(String... arguments) {
    var err = new StringWriter();
    int exitCode =
        new CommandLine(new AgentCommand()).setErr(new PrintWriter(err)).execute(arguments);
    return new Run(exitCode, err.toString());
  }

  private Process start() throws IOException {
    Process agent =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                AgentProgram.class.getName(),
                "--config",
                file.toString())
            .start();
    agent.getOutputStream().close();
    return agent;
  }

  private static void signal(Process process, String name) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Whoever waits in vain is left behind; the end of the agent ends that too. */
  private static void await(BufferedReader log, String part) throws Exception {
    var said = new ConcurrentLinkedQueue<String>();
    var found = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            found.complete(readTo(part, log, said));
          } catch (IOException e) {
            found.completeExceptionally(e);
          }
        });
    boolean there = found.completeOnTimeout(false, WAIT_SECONDS, TimeUnit.SECONDS).get();
    assertThat(there)
        .as(
            "'%s' in a line within %d s. (SIGHUP is lost where this was started with it ignored, as"
                + " by nohup.) The agent said:%n%s",
            part, WAIT_SECONDS, String.join("\n", said))
        .isTrue();
  }

  private static boolean readTo(String part, BufferedReader log, Queue<String> said)
      throws IOException {
    String line = log.readLine();
    while (line != null && !line.contains(part)) {
      said.add(line);
      line = log.readLine();
    }
    return line != null;
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
