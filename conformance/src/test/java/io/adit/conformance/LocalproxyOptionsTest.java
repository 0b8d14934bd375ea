package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.Finished;
import io.adit.conformance.programs.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code bin/localproxy} answers the command lines that scripts try, without any relay. */
class LocalproxyOptionsTest {
  private static final String BANNER = "Running AWS IoT Secure Tunneling Local Proxy version: ";
  private static final String TRY = "Try 'localproxy --help' for a list of options.";
  private static final Map<String, String> TOKEN =
      Map.of("AWSIOT_TUNNEL_ACCESS_TOKEN", "a-token-of-nobody");

  @AutoClose final Stage stage = new Stage();

  private Path folder;

  @BeforeEach
  void makeFolder() {
    folder = stage.newFolder("work");
  }

  private Finished run(Map<String, String> variables, String... arguments) {
    var finished = Adit.runLocalproxy(folder, variables, arguments);
    assertThat(finished.out()).as("%s", finished).startsWith(BANNER);
    assertThat(finished.out() + finished.err())
        .doesNotContain("Exception")
        .doesNotContain("a-token-of-nobody");
    return finished;
  }

  @ParameterizedTest
  @CsvSource({"--version", "-V"})
  void theVersionIsOneLine(String option) {
    var finished = run(Map.of(), option);

    assertThat(finished.exit()).isZero();
    assertThat(finished.out().lines()).hasSize(1);
    assertThat(finished.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"--help", "-h"})
  void theHelpIsOnStandardError(String option) {
    var finished = run(Map.of(), option);

    assertThat(finished.exit()).isZero();
    assertThat(finished.out().lines()).hasSize(1);
    assertThat(finished.err())
        .contains(
            "--access-token",
            "--client-token",
            "--proxy-endpoint",
            "--region",
            "--source-listen-port",
            "--destination-app",
            "--mode",
            "--destination-client-type",
            "--local-bind-address",
            "--capath",
            "--no-ssl-host-verify",
            "--settings-json",
            "--export-default-settings",
            "--config",
            "--config-dir",
            "--verbose");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | --source-listen-port",
        "--bogus | --bogus",
        "-s 5555 | --proxy-endpoint",
        "-s 5555 -e h -r eu-west-1 | exclude each other",
        "-e h | --mode",
        "-e h -s 5555 -d 22 | exclude each other",
        "-e h -s 5555 -m dst | --source-listen-port",
        "-e h -d 22 -m src | --destination-app",
        "-e h -m both | 'both'",
        "-e h -m dst | No port mapping exists",
        "-e h -s SSH=22,23 | '23'",
        "-e h -s 65536 | 65536",
        "-e h -d a.b=22 | 'a.b'",
        "-e wss://h -s 1 | wss://h",
        "-e h -s 1 -i short | 5 characters",
        "-e h -s 1 -v loud | 'loud'",
        "-e h -s 1 --config nowhere.ini | nowhere.ini",
        "-e h -s 1 --config-dir nowhere | nowhere",
        "-e h -s 1 --settings-json nowhere.json | nowhere.json",
      })
  void aWrongCommandLineEndsWithOneAndSaysWhy(String arguments, String said) {
    var finished = run(TOKEN, arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

    assertThat(finished.exit()).isEqualTo(1);
    assertThat(finished.err()).contains(said).contains(TRY);
  }

  @Test
  void withoutATokenItIsAskedFor() {
    var finished = run(Map.of(), "-e", "h", "-s", "5555");

    assertThat(finished.exit()).isEqualTo(1);
    assertThat(finished.err()).contains("AWSIOT_TUNNEL_ACCESS_TOKEN").contains(TRY);
  }

  @Test
  void inputThatIsRejectedIsLoggedSo() {
    var finished = run(TOKEN, "-e", "h/path", "-s", "5555");

    assertThat(finished.exit()).isEqualTo(1);
    assertThat(finished.out())
        .containsPattern(
            "(?m)^\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}] \\(0x[0-9a-f]+\\)"
                + " \\[warning] SECURITY: Rejected input for 'proxy-endpoint': ")
        .containsPattern("(?m)\\[fatal] --proxy-endpoint: ");
  }

  @Test
  void aProxyThatIsNoneIsRefused() {
    var finished =
        run(
            Map.of("AWSIOT_TUNNEL_ACCESS_TOKEN", "t", "https_proxy", "ftp://me:secret@proxy"),
            "-e",
            "h",
            "-s",
            "1");

    assertThat(finished.exit()).isEqualTo(1);
    assertThat(finished.err()).contains("Unsupported protocol 'ftp'").doesNotContain("secret");
  }

  @Test
  void theDefaultSettingsAreExportedAndCanBeGivenBack() throws IOException {
    // When
    var exported = run(Map.of(), "--export-default-settings", "settings.json");

    // Then
    assertThat(exported.exit()).isZero();
    assertThat(folder.resolve("settings.json")).content().contains("max_active_connections");

    // And: taken, so that the next thing is what is wrong
    var used = run(TOKEN, "--settings-json", "settings.json", "-e", "h");
    assertThat(used.err()).contains("--mode");
    assertThat(used.out()).doesNotContain("[warning]");
  }

  @Test
  void aWrongSettingIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("settings.json"),
        "{\"tunneling\":{\"proxy\":{\"websocket\":{\"ping_period_ms\":\"soon\"}}}}");

    var finished = run(TOKEN, "--settings-json", "settings.json", "-e", "h", "-s", "1");

    assertThat(finished.exit()).isEqualTo(1);
    assertThat(finished.err())
        .contains("settings.json: tunneling.proxy.websocket.ping_period_ms is \"soon\"");
  }

  @Test
  void aWrongLineOfAConfigurationFileIsNamed() throws IOException {
    Files.writeString(folder.resolve("proxy.ini"), "# ours\nmode = src\nport = 1\n");

    var finished = run(TOKEN, "--config", "proxy.ini", "-e", "h");

    assertThat(finished.exit()).isEqualTo(1);
    assertThat(finished.err()).contains("proxy.ini, line 3, has the unknown key 'port'");
  }

  @Test
  void aConfigurationFolderMustBeOneWithFiles() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    Files.createFile(folder.resolve("file"));

    assertThat(run(TOKEN, "-e", "h", "-m", "dst", "--config-dir", "empty").err())
        .contains("empty is empty");
    assertThat(run(TOKEN, "-e", "h", "-m", "dst", "--config-dir", "file").err())
        .contains("file is a file");
  }
}
