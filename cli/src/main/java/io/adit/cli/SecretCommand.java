package io.adit.cli;

import io.adit.server.FolderSecrets;
import io.adit.server.StartupException;
import io.adit.server.secret.MasterKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adit secret}: what opens the secrets of a data folder, for whoever owns it. */
@Command(
    name = "secret",
    header = "See to the key over the data folder's secrets.",
    description = {
      "",
      "The secrets of a data folder are sealed with a key of its own. That key lies beside them in"
          + " clear, or is sealed with one that you keep elsewhere: in a file, in a variable, or"
          + " where a command gets it.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 1 a setting is wrong; 2 it could not be done; the text says why.",
      "",
      "Examples:",
      "  openssl rand -base64 32 > /run/keys/adit && chmod 600 /run/keys/adit",
      "  adit secret rotate --new-key-file /run/keys/adit",
      "  adit server --secret-key-file /run/keys/adit",
      "  adit secret rotate --secret-key-file /run/keys/adit --new-key-command 'vault kv get …'",
      "  adit secret status"
    })
final class SecretCommand implements Runnable {
  private static final String NEW_VARIABLE = "ADIT_NEW_SECRET_KEY";

  @Spec private @Nullable CommandSpec spec;

  SecretCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec().commandLine(), "say what: rotate or status");
  }

  /** Where the key is to lie from now on. */
  static final class NewKey {
    @Option(
        names = "--new-key-file",
        paramLabel = "FILE",
        description = "Seal it with the key in this file (or " + NEW_VARIABLE + " itself).")
    private @Nullable Path file;

    @Option(
        names = "--new-key-command",
        paramLabel = "COMMAND",
        description = "Seal it with the key that this command prints.")
    private @Nullable String command;

    @Option(
        names = "--in-clear",
        description = "Take the seal off: the folder's key lies beside what it opens.")
    private boolean inClear;

    NewKey() {}

    private Optional<MasterKey> given(Map<String, String> environment) {
      String value = environment.getOrDefault(NEW_VARIABLE, "");
      if (file == null && command == null && !inClear && !value.isEmpty()) {
        return Optional.of(new MasterKey.InVariable(NEW_VARIABLE, value));
      }
      return SecretKeyOption.oneOf(Optional.ofNullable(file), Optional.ofNullable(command), null);
    }
  }

  @Command(
      name = "rotate",
      header = "Seal the data folder's key with another one.",
      description = {
        "",
        "What the key sealed stays as it is, so this takes no time and a server may run meanwhile;"
            + " its next start needs the new key. Copies of the folder from before still open with"
            + " the old one.",
        ""
      },
      mixinStandardHelpOptions = true)
  void rotate(@Mixin DataOption data, @Mixin SecretKeyOption secretKey, @Mixin NewKey newKey) {
    Optional<MasterKey> next = newKey.given(System.getenv());
    if (next.isPresent() == newKey.inClear) {
      throw new ParameterException(
          spec().commandLine(),
          "say what is to open the folder's key: --new-key-file, --new-key-command, %s or --in-clear, one of them. Make a key: %s"
              .formatted(NEW_VARIABLE, MasterKey.MAKING));
    }
    Path folder = data.folder(System.getenv());
    explained(() -> {
      FolderSecrets.rotate(folder, secretKey.masterKey(System.getenv()), next.orElse(null));
      return folder;
    });
    print(
        next.map(key -> "sealed with the key from " + key.origin() + ": the next start needs it")
            .orElse("in clear from now on: whoever can read the folder can read its secrets"));
  }

  @Command(
      name = "status",
      header = "Say how the data folder's key is kept, and whether it opens.",
      mixinStandardHelpOptions = true)
  void status(@Mixin DataOption data, @Mixin SecretKeyOption secretKey) {
    Path folder = data.folder(System.getenv());
    print(explained(() -> FolderSecrets.status(folder, secretKey.masterKey(System.getenv()))));
  }

  private interface Work<T> {
    T run();
  }

  private static <T> T explained(Work<T> work) {
    try {
      return work.run();
    } catch (StartupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private void print(String line) {
    spec().commandLine().getOut().println(line);
    spec().commandLine().getOut().flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec;
  }
}
