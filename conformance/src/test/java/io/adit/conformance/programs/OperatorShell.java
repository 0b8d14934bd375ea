package io.adit.conformance.programs;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A shell in which {@code adit env} is set, and {@code $SSH} holds what lets ssh in at the story's
 * device; {@code $STAGE} is a folder of its own.
 */
public final class OperatorShell {
  private static final long LIMIT_SECONDS = 120;

  private final Stage stage;
  private final AditProcess server;
  private final Map<String, String> environment;

  private OperatorShell(Stage stage, AditProcess server, Map<String, String> environment) {
    this.stage = stage;
    this.server = server;
    this.environment = environment;
  }

  public static OperatorShell of(Stage stage, AditProcess server, OpenSshServer sshd) {
    Map<String, String> environment = Adit.environment();
    environment.putAll(server.environment());
    Path folder = stage.newFolder("shell");
    String options =
        "-i %s -o UserKnownHostsFile=%s/known_hosts -o StrictHostKeyChecking=no -o LogLevel=ERROR"
            .formatted(sshd.userKey(), folder);
    environment.put("SSH", "-F none " + options);
    environment.put("SSH_BUT_CONFIG", options);
    environment.put("STAGE", folder.toString());
    return new OperatorShell(stage, server, environment);
  }

  /** Registers a thing, and runs its agent until the story ends. */
  public void startAgent(String thing, Map<String, Integer> services) {
    Path bundle = stage.newFolder("bundle").resolve(thing);
    String allowed =
        services.entrySet().stream()
            .map(each -> " --service " + each.getKey() + "=127.0.0.1:" + each.getValue())
            .collect(Collectors.joining());
    run("./adit thing create %s --out %s%s".formatted(thing, bundle, allowed)).succeeded();
    AgentProcess.listening(stage, bundle.resolve("agent.yaml"));
  }

  /** The server that the shell calls. */
  public AditProcess server() {
    return server;
  }

  /** Runs a line, or several, to the end. */
  public Finished run(String script) {
    return Adit.shell(environment, Within.seconds(LIMIT_SECONDS), script);
  }
}
