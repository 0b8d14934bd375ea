package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.AditServer;
import io.adit.server.ServerOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adit backup} and {@code adit restore}. */
class BackupCommandTest {
  @TempDir Path temp;

  @Test
  void aFolderIsBackedUpAndComesBackAndBothSayWhatTheyDid() {
    // Given
    Path data = temp.resolve("data");
    Path file = temp.resolve("backup.zip");
    AditServer.start(options(data)).close();

    // When
    CommandRun made = run("backup", file.toString(), "--data", data.toString());
    CommandRun again = run("backup", file.toString(), "--data", data.toString());
    CommandRun refused = run("restore", file.toString(), "--data", data.toString());
    CommandRun restored = run("restore", file.toString(), "--data", data.toString(), "--force");

    // Then
    assertThat(made.exitCode()).isZero();
    assertThat(made.out()).startsWith("Wrote " + file).contains("it holds the server's keys");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("is there already", "--force");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(data + " holds data of Adit", "--force");
    assertThat(restored.exitCode()).isZero();
    assertThat(restored.out())
        .contains("What was there before is in " + data, "Closed 0 tunnels", "Look through");
    AditServer.start(options(data)).close();
  }

  @Test
  void whatCannotBeDoneIsToldInWords() {
    CommandRun nothing = run("backup", temp.resolve("b.zip").toString(), "--data", temp.toString());
    CommandRun noFile = run("restore", temp.resolve("b.zip").toString(), "--data", temp.toString());

    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains(temp + " holds no data of Adit");
    assertThat(noFile.exitCode()).isEqualTo(2);
    assertThat(noFile.err()).contains("There is no file " + temp.resolve("b.zip"));
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.of(arguments);
  }

  private static ServerOptions options(Path data) {
    return ServerOptions.defaults(data)
        .with(new ServerOptions.Listener("127.0.0.1", 0))
        .with(ServerOptions.Mqtt.FREE);
  }
}
