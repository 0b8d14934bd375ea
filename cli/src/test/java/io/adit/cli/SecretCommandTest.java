package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.AditServer;
import io.adit.server.OperationsOptions;
import io.adit.server.ServerOptions;
import io.adit.server.StartupException;
import io.adit.server.secret.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adit secret}, and a server whose key is sealed. */
class SecretCommandTest {
  @TempDir Path temp;

  @Test
  void theKeyOfAFolderIsSealedRotatedAndNeededFromThenOn() throws Exception {
    // Given
    Path data = temp.resolve("data");
    AditServer.start(options(data, null)).close();
    Path one = key("one", "11".repeat(32));
    Path two = key("two", "22".repeat(32));
    assertThat(secret(data, "status").out()).startsWith("in clear: whoever can read " + data);

    // When
    CommandRun sealed = secret(data, "rotate", "--new-key-file", one.toString());

    // Then
    assertThat(sealed.out())
        .isEqualTo("sealed with the key from the file " + one + ": the next start needs it\n");
    assertThat(data.resolve("secret.key")).doesNotExist();
    assertThat(secret(data, "status", "--secret-key-file", one.toString()).out())
        .isEqualTo("sealed: it opens with the key from the file " + one + "\n");
    assertThatThrownBy(() -> AditServer.start(options(data, null)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("--secret-key-file");

    // When: while a server runs.
    CommandRun rotated;
    try (AditServer server = AditServer.start(options(data, new MasterKey.InFile(one)))) {
      rotated =
          secret(
              data,
              "rotate",
              "--secret-key-command",
              "cat '" + one + "'",
              "--new-key-file",
              two.toString());
      // Then
      CommandRun env =
          CommandRun.of("env", "--data", data.toString(), "--secret-key-file", two.toString());
      assertThat(env.out()).contains(server.administrator().secret());
      assertThat(CommandRun.of("env", "--data", data.toString()).err())
          .contains("--secret-key-file");
    }
    assertThat(rotated.exitCode()).isZero();
    assertThatThrownBy(() -> AditServer.start(options(data, new MasterKey.InFile(one))))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("does not open with the key from the file " + one);
    AditServer.start(options(data, new MasterKey.InFile(two))).close();
  }

  @Test
  void aFolderThatWasSealedFromTheFirstStartHoldsNoKeyInClear() throws Exception {
    Path data = temp.resolve("data");
    Path one = key("one", "11".repeat(32));

    AditServer.start(options(data, new MasterKey.InFile(one))).close();

    assertThat(data.resolve("secret.key")).doesNotExist();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain("PRIVATE KEY");
      }
    }
  }

  @Test
  void whatCannotBeDoneIsToldInWords() throws Exception {
    Path data = temp.resolve("data");
    assertThat(secret(data, "rotate", "--in-clear"))
        .extracting(CommandRun::exitCode, CommandRun::out)
        .containsExactly(2, "");
    CommandRun nothing = secret(data, "rotate");
    assertThat(nothing.exitCode()).isEqualTo(1);
    assertThat(nothing.err()).contains("--new-key-file", "openssl rand -base64 32");
    String one = key("one", "11".repeat(32)).toString();
    assertThat(secret(data, "rotate", "--in-clear", "--new-key-file", one).exitCode()).isEqualTo(1);
    CommandRun both =
        secret(data, "status", "--secret-key-file", one, "--secret-key-command", "true");
    assertThat(both.exitCode()).isEqualTo(1);
    assertThat(both.err()).contains("not from both");
  }

  private Path key(String name, String text) throws IOException {
    Path file = Files.writeString(temp.resolve(name), text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static CommandRun secret(Path data, String command, String... rest) {
    return CommandRun.of(
        Stream.concat(Stream.of("secret", command, "--data", data.toString()), Stream.of(rest))
            .toArray(String[]::new));
  }

  private static ServerOptions options(Path data, @Nullable MasterKey master) {
    return ServerOptions.defaults(data)
        .with(new ServerOptions.Listener("127.0.0.1", 0))
        .with(new ServerOptions.Mqtt(null, true, null))
        .with(new OperationsOptions(master, null, null));
  }
}
