package io.adit.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit completion}: what makes the Tab key complete commands and options. */
@Command(
    name = "completion",
    header = "Print a completion script for bash or zsh.",
    description = "",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  source <(adit completion bash)      # now; put it into ~/.bashrc for always",
      "  source <(adit completion zsh)       # now; put it into ~/.zshrc for always"
    })
final class CompletionCommand implements Callable<Integer> {
  enum Shell {
    bash,
    zsh
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    if (spec != null) {
      CommandLine adit = spec.root().commandLine();
      spec.commandLine().getOut().print(script(shell, adit));
      spec.commandLine().getOut().flush();
    }
    return ExitCode.OK;
  }

  private static String script(Shell shell, CommandLine adit) {
    return switch (shell) {
      // The script finds out itself which of the two reads it.
      case bash, zsh -> AutoComplete.bash("adit", adit);
    };
  }
}
