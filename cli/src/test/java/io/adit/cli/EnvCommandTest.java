package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.AditServer;
import io.adit.server.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvCommandTest {
  @TempDir Path temp;

  @Test
  void aShellThatEvaluatesItHasAllThatAwsAndLocalproxyNeed() throws Exception {
    // Given a folder whose name a shell would misread
    Path data = temp.resolve("it's \"odd\" $HOME `id` \\ \n *");
    try (AditServer server = AditServer.start(options(data))) {
      // When
      CommandRun run = CommandRun.of("env", "--data", data.toString());
      Map<String, String> variables =
          evaluated(run.out(), Map.of("AWS_PROFILE", "work", "AWSIOT_TUNNEL_REGION", "eu-west-1"));

      // Then
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).isEmpty();
      String url = server.endpoint().url();
      String ca = data.resolve("ca.pem").toString();
      assertThat(variables)
          .containsExactlyInAnyOrderEntriesOf(
              Map.ofEntries(
                  Map.entry("AWS_ACCESS_KEY_ID", server.administrator().id()),
                  Map.entry("AWS_SECRET_ACCESS_KEY", server.administrator().secret()),
                  Map.entry("AWS_REGION", "us-east-1"),
                  Map.entry("AWS_DEFAULT_REGION", "us-east-1"),
                  Map.entry("AWS_ENDPOINT_URL", url),
                  Map.entry("AWS_ENDPOINT_URL_IOTSECURETUNNELING", url),
                  Map.entry("AWS_CA_BUNDLE", ca),
                  Map.entry("SSL_CERT_FILE", ca),
                  Map.entry("AWSIOT_TUNNEL_ENDPOINT", "localhost:" + server.endpoint().port())));
      assertThat(Path.of(ca)).isReadable();
    }
  }

  @Test
  void otherShellsGetTheirOwnLines() throws Exception {
    Path data = temp.resolve("data");
    try (AditServer _ = AditServer.start(options(data))) {
      assertThat(CommandRun.of("env", "--data", data.toString(), "--shell", "fish").out())
          .contains("\nset -gx AWS_REGION 'us-east-1'\n");
      assertThat(CommandRun.of("env", "--data", data.toString(), "--shell", "pwsh").out())
          .contains("\n$env:AWS_REGION = 'us-east-1'\n");
    }
    CommandRun run = CommandRun.of("env", "--shell", "tcsh");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("'tcsh' is none of sh, fish, powershell");
  }

  @Test
  void aMissingFolderIsToldAndNothingIsSet() {
    Path data = temp.resolve("nowhere");

    CommandRun run = CommandRun.of("env", "--data", data.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("adit env: there is no data folder " + data + ". Start the server first");
    assertThat(data).doesNotExist();
  }

  @Test
  void aStoppedServerIsToldAndNothingIsSet() throws Exception {
    // Given
    Path data = temp.resolve("data");
    AditServer server = AditServer.start(options(data));
    server.close();

    // When
    CommandRun run = CommandRun.of("env", "--data", data.toString());

    // Then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "adit env: no server runs on the data folder %s. Start it: adit server\n"
                .formatted(data));
  }

  @Test
  void aLostKeyFileIsTold() throws Exception {
    // Given
    Path data = temp.resolve("data");
    try (AditServer _ = AditServer.start(options(data))) {
      Files.delete(data.resolve("secret.key"));

      // When
      CommandRun run = CommandRun.of("env", "--data", data.toString());

      // Then
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains(data.resolve("secret.key") + " is missing");
    }
  }

  private static ServerOptions options(Path data) {
    return ServerOptions.defaults(data)
        .with(new ServerOptions.Listener("127.0.0.1", 0))
        .with(ServerOptions.Mqtt.FREE);
  }

  /** The variables of AWS and OpenSSL in a shell that evaluated the lines. */
  private static Map<String, String> evaluated(String lines, Map<String, String> before)
      throws Exception {
    var environment = new TreeMap<>(before);
    environment.put("PATH", System.getenv("PATH"));
    ProgramRun run =
        ProgramRun.of(environment, List.of("sh", "-euc", "eval \"$1\"; env -0", "sh", lines));
    assertThat(run.err()).isEmpty();
    var variables = new TreeMap<String, String>();
    for (String variable : run.out().split("\0", -1)) {
      if (variable.startsWith("AWS") || variable.startsWith("SSL_")) {
        int equals = variable.indexOf('=');
        variables.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return variables;
  }
}
