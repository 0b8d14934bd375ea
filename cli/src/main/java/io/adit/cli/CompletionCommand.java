package io.adit.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit completion}. */
@Command(
    name = "completion",
    description = "Print a completion script for a shell.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  bash, for this shell:   source <(adit completion bash)",
      "  bash, for good:         adit completion bash > ~/.local/share/bash-completion/completions/adit",
      "  zsh, in ~/.zshrc:       source <(adit completion zsh)"
    })
public final class CompletionCommand implements Callable<Integer> {

  /** The shells whose completion we can write. */
  enum Shell {
    bash,
    zsh
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  /** A public constructor, because picocli makes it. */
  public CompletionCommand() {}

  @Override
  public Integer call() {
    var command = Objects.requireNonNull(spec).commandLine();
    // One script serves both: in zsh it turns bash's completion on.
    String script = AutoComplete.bash("adit", Adit.commandLine());
    String head = shell == Shell.zsh ? "autoload -Uz compinit && compinit\n" : "";
    command.getOut().print(head + script);
    command.getOut().flush();
    return 0;
  }
}
