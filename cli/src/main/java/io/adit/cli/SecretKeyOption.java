package io.adit.cli;

import io.adit.server.secret.MasterKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that read secrets of a data folder whose own key is sealed. */
final class SecretKeyOption {
  @Option(
      names = "--secret-key-file",
      paramLabel = "FILE",
      description =
          "Where the key is that seals the folder's own (ADIT_SECRET_KEY_FILE; or ADIT_SECRET_KEY"
              + " itself).")
  private @Nullable Path file;

  @Option(
      names = "--secret-key-command",
      paramLabel = "COMMAND",
      description = "What prints it (ADIT_SECRET_KEY_COMMAND).")
  private @Nullable String command;

  SecretKeyOption() {}

  /** Where it is to be had; null: nobody said so, and the folder's key lies there in clear. */
  @Nullable MasterKey masterKey(Map<String, String> environment) {
    try {
      return chosen(environment);
    } catch (InvalidSettingException e) {
      throw new WrongUsageException(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable MasterKey chosen(Map<String, String> environment) {
    if (file != null || command != null) {
      return oneOf(Optional.ofNullable(file), Optional.ofNullable(command), null).orElse(null);
    }
    return oneOf(
            variable(environment, ServerSetting.SECRET_KEY_FILE).map(Path::of),
            variable(environment, ServerSetting.SECRET_KEY_COMMAND),
            environment.get(MasterKey.VARIABLE))
        .orElse(null);
  }

  /** The one that is given; throws InvalidSettingException for two. */
  static Optional<MasterKey> oneOf(
      Optional<Path> file, Optional<String> command, @Nullable String variable) {
    List<MasterKey> given = new ArrayList<>();
    file.ifPresent(path -> given.add(new MasterKey.InFile(path)));
    command.ifPresent(line -> given.add(new MasterKey.FromCommand(line)));
    if (variable != null && !variable.isEmpty()) {
      given.add(new MasterKey.InVariable(MasterKey.VARIABLE, variable));
    }
    if (given.size() > 1) {
      throw new InvalidSettingException(
          "the key over the data folder's secrets is to be had from one place, not from both %s and %s"
              .formatted(given.get(0).origin(), given.get(1).origin()));
    }
    return given.stream().findFirst();
  }

  private static Optional<String> variable(Map<String, String> environment, ServerSetting setting) {
    return Optional.ofNullable(environment.get(setting.variable()))
        .filter(value -> !value.isEmpty());
  }
}
