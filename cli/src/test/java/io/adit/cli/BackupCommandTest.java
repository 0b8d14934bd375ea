package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.AditServer;
import io.adit.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
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
  void anEncryptedBackupComesBackWithItsKeyAndNotWithout() throws IOException {
    // Given
    String data = temp.resolve("data").toString();
    String file = temp.resolve("adit.backup").toString();
    String key = key("right.key", "0f");
    AditServer.start(options(Path.of(data))).close();

    // When
    CommandRun noKey = run("backup", file, "--data", data, "--encrypt");
    CommandRun made = run("backup", file, "--data", data, "--encrypt", "--secret-key-file", key);
    String[] restore = {"restore", file, "--data", temp.resolve("other").toString()};
    CommandRun without = run(restore);
    CommandRun wrong = run(restore, "--secret-key-file", key("wrong.key", "f0"));
    CommandRun restored = run(restore, "--secret-key-file", key);

    // Then
    assertThat(noKey.exitCode()).isEqualTo(1);
    assertThat(noKey.err()).contains("--secret-key-file", "openssl rand -base64 32");
    assertThat(made.out()).contains("encrypted: keep the key");
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.err()).contains(file + " is encrypted: give the key");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .contains(file + " does not open with the key from the file " + temp.resolve("wrong.key"));
    assertThat(restored.exitCode()).as(restored.toString()).isZero();
  }

  private String key(String name, String hex) throws IOException {
    Path key = Files.writeString(temp.resolve(name), hex.repeat(32));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return key.toString();
  }

  private static CommandRun run(String[] first, String... rest) {
    return run(Stream.concat(Arrays.stream(first), Arrays.stream(rest)).toArray(String[]::new));
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
