package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        " two  words ",
        "it's",
        "''",
        "\"$HOME\" `id` $(id) \\ \\n ! * ? ~ # ; & | < > ( )",
        "line\nbreak",
        "日本"
      })
  void aShellTakesAnyValueLiterally(String value) throws Exception {
    for (String shell : List.of("sh", "bash")) {
      // Given
      String script = ShellSyntax.SH.set("VALUE", value) + "\nprintf '%s.' \"$VALUE\"";

      // When
      ProgramRun run =
          ProgramRun.of(Map.of("PATH", System.getenv("PATH")), List.of(shell, "-c", script));

      // Then
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).isEqualTo(value + ".");
    }
  }

  @Test
  void unsetTakesAVariableAwayAndMindsNoneMissing() throws Exception {
    String script =
        "set -eu\n"
            + ShellSyntax.SH.unset("GONE")
            + "\n"
            + ShellSyntax.SH.unset("NEVER")
            + "\necho ${GONE-unset}";

    ProgramRun run =
        ProgramRun.of(
            Map.of("PATH", System.getenv("PATH"), "GONE", "here"), List.of("sh", "-c", script));

    assertThat(run.out()).isEqualTo("unset\n");
  }

  @Test
  void fishEscapesQuotesAndBackslashes() {
    assertThat(ShellSyntax.FISH.set("A", "it's a \\ $path"))
        .isEqualTo("set -gx A 'it\\'s a \\\\ $path'");
    assertThat(ShellSyntax.FISH.unset("A")).isEqualTo("set -e A");
  }

  @Test
  void powershellDoublesQuotesTypographicOnesToo() {
    assertThat(ShellSyntax.POWERSHELL.set("A", "it's ‘a’ $path"))
        .isEqualTo("$env:A = 'it''s ‘‘a’’ $path'");
    assertThat(ShellSyntax.POWERSHELL.unset("A"))
        .isEqualTo("Remove-Item Env:A -ErrorAction SilentlyContinue");
  }

  @Test
  void aWordIsQuotedOnlyWhereItMustBe() {
    assertThat(ShellSyntax.SH.word("/srv/adit-1.0/x_y")).isEqualTo("/srv/adit-1.0/x_y");
    assertThat(ShellSyntax.SH.word("/srv/my adit")).isEqualTo("'/srv/my adit'");
    assertThat(ShellSyntax.SH.word("")).isEqualTo("''");
  }
}
