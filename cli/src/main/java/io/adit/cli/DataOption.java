package io.adit.cli;

import io.adit.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that works on the data folder of a server. */
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The server's data folder (ADIT_DATA). Default: $$XDG_DATA_HOME/adit or"
              + " ~/.local/share/adit.")
  private @Nullable Path data;

  /** A public constructor, because picocli makes it. */
  public DataOption() {}

  /** Whether the command line names it. */
  public boolean isGiven() {
    return data != null;
  }

  /** The folder that is meant, absolute. */
  public Path folder(Map<String, String> environment) {
    if (data != null) {
      return data.toAbsolutePath();
    }
    String variable = environment.getOrDefault(ServerSetting.DATA.variable(), "");
    return variable.isEmpty()
        ? DefaultDataFolder.in(environment)
        : Path.of(variable).toAbsolutePath();
  }

  /** The server that runs on a folder; throws CommandFailedException where none does. */
  static RunningServer runningServer(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailedException(
          "there is no data folder %s. Start the server first (%s server), or name its folder with --data"
              .formatted(folder, Adit.invocation()));
    }
    try {
      return RunningServer.find(folder)
          .orElseThrow(() ->
              new CommandFailedException(
                  "no server runs on the data folder %s. Start it: %s server"
                      .formatted(folder, Adit.invocation())));
    } catch (IOException e) {
      throw new CommandFailedException("the data folder " + folder + " cannot be read: " + e);
    }
  }
}
