package io.adit.cli.agent;

import io.adit.agent.config.AgentFile;
import io.adit.agent.config.InvalidConfigException;
import io.adit.agent.health.HealthFile;
import io.adit.cli.ExitCode;
import io.adit.peer.socket.EventLoops;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adit agent}: the daemon on a device. */
@Command(
    name = "agent",
    header = "Run a device's agent, the destination of its tunnels.",
    description = {
      "",
      "Connects to the MQTT gateway with the device's certificate, waits for tunnels, and lets each"
          + " reach the services that the configuration allows. 'adit thing create' writes a"
          + " configuration; docs/agent.md describes every key.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Signals:",
      "  HUP        reads the configuration again; a bad one is passed over",
      "  TERM, INT  ends: no new tunnels, open connections get 'drain' time; the second does not wait",
      "",
      "Exit codes:",
      "  0         ended by TERM or INT, after the drain; --check: the agent is connected",
      "  1         the command line or the configuration is wrong",
      "  3         --check: the agent is not connected, or does not run",
      "  130, 143  ended by a second INT or TERM",
      "",
      "Examples:",
      "  adit agent --config /etc/adit/agent.yaml",
      "  adit agent --config /etc/adit/agent.yaml --check"
    })
public final class AgentCommand implements Callable<Integer> {
  /** Each tunnel's proxy belongs to one; the agent itself does hardly anything. */
  private static final int EVENT_LOOPS = 2;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "agent.yaml",
      description = "The configuration. Default: ${DEFAULT-VALUE} in the current folder.")
  private Path config = Path.of("agent.yaml");

  @Option(
      names = "--check",
      description = "Read the health file of the agent that runs, say how it is, and exit.")
  private boolean check;

  /** A public constructor, because picocli makes it. */
  public AgentCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try {
      return check
          ? check()
          : new AgentRun(EventLoops.vertx(EVENT_LOOPS), config, System.getenv()).run();
    } catch (InvalidConfigException e) {
      return wrong(e.text());
    }
  }

  private int check() throws InvalidConfigException {
    Optional<Path> file = AgentFile.healthFile(config);
    if (file.isEmpty()) {
      return wrong(config + ": 'health-file' is missing, and --check reads that file");
    }
    Optional<String> problem = new HealthFile(file.get()).check(Instant.now());
    if (problem.isPresent()) {
      tell(problem.get());
      return ExitCode.UNHEALTHY;
    }
    return ExitCode.OK;
  }

  private int wrong(String text) {
    tell(text);
    return ExitCode.USAGE;
  }

  private void tell(String text) {
    if (spec != null) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(spec.qualifiedName() + ": " + text);
      err.flush();
    }
  }
}
