package io.adit.conformance.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
    run("./adit thing create %s --out %s".formatted(thing, bundle)).succeeded();
    Path file = bundle.resolve("agent.yaml");
    allow(file, services);
    Running agent =
        Running.start(
            "adit agent",
            Adit.root(),
            environment,
            Adit.command("agent", "--config", file.toString()));
    stage.owns(agent);
    agent.awaitLine("(?i)subscribed|ready", Within.seconds(LIMIT_SECONDS));
  }

  /** The services of the bundle's file are those of this story. */
  private static void allow(Path file, Map<String, Integer> services) {
    try {
      String own =
          services.entrySet().stream()
              .map(each -> each.getKey() + ": 127.0.0.1:" + each.getValue())
              .collect(Collectors.joining("\n  ", "services:\n  ", "\n"));
      String others = Files.readString(file).replaceAll("(?m)^services:.*\n(?:[ #].*\n)*", "");
      Files.writeString(file, others + own);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot change " + file, e);
    }
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
