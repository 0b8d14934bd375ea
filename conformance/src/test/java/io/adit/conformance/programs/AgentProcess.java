package io.adit.conformance.programs;

import java.nio.file.Path;

/** Starts {@code adit agent}, as a device does. */
public final class AgentProcess {
  private AgentProcess() {}

  /**
   * Starts it without waiting for anything.
   *
   * @param configuration its {@code agent.yaml}
   */
  public static Running start(Stage stage, Path configuration) {
    return stage.owns(
        Running.start(
            "adit agent",
            Adit.root(),
            Adit.environment(),
            Adit.command("agent", "--config", configuration.toString())));
  }

  /** Starts it and waits until the gateway has let it in. */
  public static Running listening(Stage stage, Path configuration) {
    var agent = start(stage, configuration);
    agent.awaitLine("listening for tunnels", Within.seconds(60));
    return agent;
  }
}
