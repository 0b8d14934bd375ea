package io.adit.cli.ssh;

import io.adit.cli.ExitCode;
import io.adit.cli.reach.ThingName;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adit ssh-config}: the lines that let plain ssh reach all things. */
@Command(
    name = "ssh-config",
    header = "Print the lines of ~/.ssh/config that make 'ssh THING.adit' work.",
    description = {
      "",
      "With them ssh, scp, sftp, rsync, git and VS Code reach a thing by its name with .adit behind"
          + " it. The lines hold no key: the variables of 'adit env', or a profile, must be set"
          + " where ssh runs.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  adit ssh-config >> ~/.ssh/config", "  ssh pi@RemoteThing1.adit"})
public final class SshConfigCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  /** A public constructor, because picocli makes it. */
  public SshConfigCommand() {}

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine()
          .getOut()
          .print(lines(absolute(System.getProperty("adit.command", "adit"))));
      spec.commandLine().getOut().flush();
    }
    return ExitCode.OK;
  }

  /** ssh runs it from any folder. */
  private static String absolute(String adit) {
    return adit.indexOf('/') < 0 ? adit : Path.of(adit).toAbsolutePath().normalize().toString();
  }

  /** ssh writes %h in small letters; things' names have capitals, and %n keeps them. */
  static String lines(String adit) {
    return """
    Host *%s
      ProxyCommand %s connect %%n
      CheckHostIP no
    """
        .formatted(ThingName.HOST_SUFFIX, quoted(adit));
  }

  /** For the shell that runs it. */
  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9_./+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
