package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AditTest {

  static List<String> commands() {
    return List.copyOf(Adit.commandLine().getSubcommands().keySet());
  }

  @Test
  void helpListsEachCommandWithOneLine() {
    // When
    CommandRun run = CommandRun.of("help");

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(commands())
        .containsExactlyInAnyOrder(
            "demo",
            "server",
            "env",
            "console",
            "user",
            "key",
            "policy",
            "proxy",
            "ssh",
            "scp",
            "sftp",
            "ssh-config",
            "connect",
            "forward",
            "tunnel",
            "thing",
            "authority",
            "doctor",
            "agent",
            "test",
            "completion",
            "help");
    List<String> lines = run.out().lines().toList();
    int last = lines.indexOf("Commands:");
    for (String command : commands()) {
      last++;
      assertThat(lines.get(last)).containsPattern("^  " + Pattern.quote(command) + " +[A-Z]");
    }
    assertThat(lines.get(last + 1)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithExamples(String command) {
    // When
    CommandRun run = CommandRun.of(command, "--help");

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Usage: adit " + command);
    if (!command.equals("help")) { // the library's own
      assertThat(run.out()).contains("Examples:").contains("adit " + command);
      assertThat(CommandRun.of("help", command).out()).isEqualTo(run.out());
    }
  }

  /** Or the one that is set up alone would go by another name than among all. */
  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandGoesByItsOwnName(String command) {
    Class<?> its = Commands.all().get(command);

    assertThat(its).isNotNull();
    assertThat(its.getAnnotation(CommandLine.Command.class).name()).isEqualTo(command);
  }

  @Test
  void aRunSetsUpItsOwnCommandOnly() {
    assertThat(Adit.commandLine("proxy", "ssh").getSubcommands()).containsOnlyKeys("proxy");
    assertThat(Adit.commandLine("--version").getSubcommands()).isEmpty();
    for (String all : List.of("help", "completion", "--help", "prxy")) {
      assertThat(Adit.commandLine(all, "proxy").getSubcommands())
          .hasSameSizeAs(Adit.commandLine().getSubcommands());
    }
  }

  @Test
  void theVersionIsOneLine() {
    CommandRun run = CommandRun.of("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("Adit \\S.*, Java 2[5-9]\\S*\\R");
  }

  @Test
  void anUnknownCommandIsAnsweredWithTheNearest() {
    CommandRun run = CommandRun.of("sevrer");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("adit: there is no command 'sevrer'\n")
        .contains("adit server")
        .endsWith("Try 'adit --help'.\n");
  }

  @Test
  void noCommandIsAnsweredWithTheList() {
    CommandRun run = CommandRun.of();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Commands:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--prot", "--port=", "--port=x", "--tls-cert=x"})
  void aWrongOptionOfACommandIsAUsageError(String option) {
    CommandRun run = CommandRun.of("server", option);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("adit server: ")
        .contains(option.substring(0, option.contains("=") ? option.indexOf('=') : 6))
        .endsWith("Try 'adit server --help'.\n")
        .doesNotContain("Exception");
  }

  @Test
  void theSuiteIsTheLaunchers() {
    CommandRun run = CommandRun.of("test", "-pl", "wire");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("adit test: the tests run from the source tree: ./adit test -pl wire\n");
  }
}
