package io.adit.conformance.programs;

import java.nio.file.Path;

/** A running {@code adit agent}. */
public final class AgentProcess {
  private static final long SOON_SECONDS = 60;

  private final Running running;

  private AgentProcess(Running running) {
    this.running = running;
  }

  /** Starts it without waiting for anything. */
  public static AgentProcess launch(Stage stage, Path configuration) {
    return new AgentProcess(
        stage.owns(
            Running.start(
                "adit agent",
                Adit.root(),
                Adit.environment(),
                Adit.command("agent", "--config", configuration.toString()))));
  }

  /** Waits until it has logged a line in which this pattern is found. */
  public AgentProcess logs(String pattern) {
    running.awaitLine(pattern, Within.seconds(SOON_SECONDS));
    return this;
  }
}
