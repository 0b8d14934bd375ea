package io.adit.cli.agent;

import picocli.CommandLine;

/** {@code adit agent} as a program of its own, for an image without the other commands. */
public final class AgentProgram {
  private AgentProgram() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new AgentCommand())
            .setCommandName("adit-agent")
            .setUsageHelpAutoWidth(true)
            .execute(args));
  }
}
