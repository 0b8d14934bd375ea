package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.Program;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code adit} command at the root. */
class LauncherTest {
  @AutoClose final Stage stage = new Stage();

  @Test
  void helpListsTheCommands() {
    var help = Adit.run(Within.seconds(30), "help").succeeded();

    assertThat(help.out())
        .containsPattern("(?m)^ +server +\\S")
        .containsPattern("(?m)^ +proxy +\\S")
        .containsPattern("(?m)^ +env +\\S")
        .containsPattern("(?m)^ +demo +\\S")
        .containsPattern("(?m)^ +test +\\S");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "proxy", "agent", "doctor", "env", "demo"})
  void eachCommandsHelpHasAnExample(String command) {
    var help = Adit.run(Within.seconds(30), command, "--help").succeeded();

    assertThat(help.out()).contains("Example").contains("adit " + command);
  }

  @Test
  void aWrongCommandIsAUsageError() {
    var wrong = Adit.run(Within.seconds(30), "tunnle");

    assertThat(wrong.exit()).isNotZero();
    assertThat(wrong.err()).contains("tunnle").doesNotContain("Exception");
  }

  @Test
  void theCompletionScriptIsBash() throws IOException {
    // Given
    var bash = Program.require("bash", "apt-get install bash");
    var script = stage.newFolder("completion").resolve("adit.bash");

    // When
    Files.writeString(script, Adit.run(Within.seconds(30), "completion", "bash").succeeded().out());

    // Then
    assertThat(script).content().contains("complete ");
    Program.run(bash, Within.seconds(20), "-n", script.toString()).succeeded();
  }

  @Test
  void anEnvironmentIsThereOnlyForAServer() {
    // Given
    var empty = stage.newFolder("empty");

    // When
    var env = Adit.run(Within.seconds(30), "env", "--data", empty.toString());

    // Then
    assertThat(env.exit()).isNotZero();
    assertThat(env.out()).isEmpty();
    assertThat(env.err()).contains(empty.toString()).contains("adit server");
  }

  @Test
  void theEnvironmentIsAllThatAwsAndLocalproxyNeed() {
    var server = AditProcess.start(stage);

    assertThat(server.environment())
        .containsKeys(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_REGION",
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_IOTSECURETUNNELING",
            "AWS_CA_BUNDLE",
            "AWSIOT_TUNNEL_ENDPOINT",
            "SSL_CERT_FILE");
  }

  @Test
  void theDemoGoesRoundOnceAndEnds() {
    var demo = Adit.run(Within.seconds(120), "demo", "--once").succeeded();

    assertThat(demo.out() + demo.err()).doesNotContain("Exception");
  }
}
