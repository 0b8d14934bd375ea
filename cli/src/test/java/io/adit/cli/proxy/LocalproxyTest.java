package io.adit.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manners of {@code bin/localproxy}, as far as they show without a tunnel. */
class LocalproxyTest {
  private static final String BANNER = "Running AWS IoT Secure Tunneling Local Proxy version: Adit";
  private static final String TRY = "Try 'localproxy --help' for a list of options.\n";

  @TempDir Path folder;

  private record Run(int exitCode, String out, String err) {}

  private static Run run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Localproxy.commandLine(Map.of())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exitCode, out.toString(), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-V", "--version", "--vers"})
  void theVersionIsTheBannerAlone(String option) {
    Run run = run(option, "-s", "nonsense");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith(BANNER).containsOnlyOnce("\n");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help", "--he"})
  void theHelpGoesToStandardErrorAndIsNoError(String option) {
    Run run = run(option);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith(BANNER).containsOnlyOnce("\n");
    assertThat(run.err())
        .contains("Usage: localproxy ", "--settings-json", "localproxy -e relay:8443")
        .doesNotContain("adit proxy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bogus | Unknown option: '--bogus'",
        "-x | Unknown option: '-x'",
        "-s | Missing required parameter for option '--source-listen-port'",
        "--conf=x | option '--conf' is ambiguous: --config, --config-dir",
        "--dest=x | option '--dest' is ambiguous: --destination-app, --destination-client-type",
        "-m=src;-m=src | option '--mode' (MODE) should be specified only once",
        "-s=1;-d=2;-e=h | --source-listen-port and --destination-app exclude each other",
        "-s=1 | say where the relay is",
        "-s=1;-e=h | an access token is needed",
        "-e=h | give --source-listen-port, --destination-app or --mode",
        "--config=/nonexistent | /nonexistent does not exist",
        "--settings-json=/nonexistent;-s=1 | /nonexistent does not exist",
        "-s=1;-e=h;-r=x | --proxy-endpoint and --region exclude each other",
      })
  void aUsageErrorIsOneLineAndAHintBehindTheBanner(String arguments, String text) {
    Run run = run(arguments.split(";", -1));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).startsWith(BANNER);
    assertThat(run.err()).startsWith(text).endsWith(TRY);
    assertThat(run.err().lines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-vx", "--verbose=-1", "--verbose=", "-v=1.5", "-v=999999"})
  void aLevelThatIsNoneIsRejected(String option) {
    Run run = run(option, "-s", "1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("--verbose: '").endsWith(TRY);
  }

  @Test
  void theDefaultsAreExportedAndNothingElseIsLookedAt() {
    Path file = folder.resolve("settings.json");

    Run run = run("--export-default-settings", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(file).content().contains("\"tunneling\"");
  }

  @Test
  void whatAConfigurationFileSaysIsTakenAsIfItWereGiven() throws Exception {
    Path file =
        Files.writeString(folder.resolve("c.ini"), "source-listen-port = 1\nmode = dst\nverbose=0");

    assertThat(run("--config", file.toString()).err())
        .startsWith("--mode dst contradicts --source-listen-port");
    // The command line counts first.
    assertThat(run("--config", file.toString(), "--mode", "src").err())
        .startsWith("say where the relay is");
  }

  @Test
  void aValueThatBeginsWithAnAtSignIsAValue() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "--version");

    assertThat(run("--mode", "@" + file).exitCode()).isEqualTo(1);
  }
}
