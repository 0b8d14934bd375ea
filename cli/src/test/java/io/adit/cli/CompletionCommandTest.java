package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {
  /** Completes the last of its arguments after the script was read. */
  private static final String COMPLETE =
      """
      compopt() { :; } # the real one works under a Tab key only
      source "$1"
      shift
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}
      _complete_adit
      echo "${COMPREPLY[*]}"
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void theScriptIsOneThatBashCanRead(String shell) throws Exception {
    // Given
    CommandRun run = CommandRun.of("completion", shell);
    Path script = Files.writeString(folder.resolve("adit"), run.out());

    // When
    ProgramRun parsed = bash("-n", script.toString());

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(parsed.err()).isEmpty();
    assertThat(parsed.exitCode()).isZero();
    assertThat(run.out()).contains("bashcompinit"); // what lets zsh read it too
  }

  @ParameterizedTest
  @CsvSource({
    "adit serv, server",
    "adit server --pu, --public-name",
    "adit env --sh, --shell",
    "adit proxy --source-l, --source-listen-port",
    "adit completion z, zsh"
  })
  void bashCompletesCommandsAndOptions(String line, String completed) throws Exception {
    // Given
    Path script =
        Files.writeString(folder.resolve("adit"), CommandRun.of("completion", "bash").out());

    // When
    String[] words = line.split(" ", -1);
    var command = new ArrayList<>(List.of("-c", COMPLETE, "bash", script.toString()));
    command.addAll(List.of(words));
    ProgramRun run = bash(command.toArray(String[]::new));

    // Then
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(completed + "\n");
  }

  @Test
  void anotherShellIsRefused() {
    CommandRun run = CommandRun.of("completion", "tcsh");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("expected one of [bash, zsh]");
  }

  private static ProgramRun bash(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("bash"));
    command.addAll(List.of(arguments));
    return ProgramRun.of(Map.of("PATH", System.getenv("PATH")), command);
  }
}
